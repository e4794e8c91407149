package io.enginebench.ground;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProxiesTest {
    /** {@code HOST:PORT} of the proxy by which a server is reached, or {@code -}. */
    private static String by(Map<String, String> environment, String scheme, String host) throws IOException {
        return new Proxies(environment)
                .of(scheme, host)
                .map(proxy -> proxy.host() + ":" + proxy.port())
                .orElse("-");
    }

    @Test
    void eachSchemeHasItsOwnProxy() throws IOException {
        Map<String, String> both = Map.of("http_proxy", "127.0.0.1:81", "https_proxy", "http://127.0.0.1:82/");
        assertEquals("127.0.0.1:81", by(both, "http", "a.org"));
        assertEquals("127.0.0.1:82", by(both, "https", "a.org"));
        assertEquals("-", by(both, "file", ""));
        assertEquals("-", by(Map.of("http_proxy", "127.0.0.1:81", "https_proxy", ""), "https", "a.org"));
        assertEquals("127.0.0.1:83", by(Map.of("HTTPS_PROXY", "127.0.0.1:83"), "https", "a.org"));
    }

    @Test
    void exceptedHostsAndTheHostsBelowThemAreReachedThemselves() throws IOException {
        for (String excepted : List.of("a.org", "b.net, .A.org", "*")) {
            Map<String, String> environment = Map.of("https_proxy", "127.0.0.1:82", "no_proxy", excepted);
            assertEquals("-", by(environment, "https", "a.org"), excepted);
            assertEquals("-", by(environment, "https", "files.a.org"), excepted);
        }
        Map<String, String> others = Map.of("https_proxy", "127.0.0.1:82", "no_proxy", "a.org,,b.net");
        assertEquals("127.0.0.1:82", by(others, "https", "not-a.org"));
    }

    @Test
    void userAndPasswordAreDecodedAndThePasswordIsNotShown() throws IOException {
        Proxies.Proxy proxy = new Proxies(Map.of("https_proxy", "http://me%40work:s%3Acr+t:%25@127.0.0.1:82"))
                .of("https", "a.org")
                .orElseThrow();
        assertEquals(new Proxies.Proxy("127.0.0.1", 82, new Proxies.Login("me@work", "s:cr+t:%")), proxy);
        assertEquals("Proxy[host=127.0.0.1, port=82, login=me@work]", proxy.toString());
    }

    /** It may hold a password, which is not shown. */
    @Test
    void whatIsNoProxyIsToldInOneLine() {
        for (String wrong : List.of("socks5://me:secret@host:1", "http://host", "http://", "a b:1", "host:x")) {
            assertEquals(
                    "https_proxy must be http://HOST:PORT or http://USER:PASSWORD@HOST:PORT, got something else",
                    assertThrows(
                                    IOException.class,
                                    () -> new Proxies(Map.of("https_proxy", wrong)).of("https", "a.org"),
                                    wrong)
                            .getMessage());
        }
    }
}
