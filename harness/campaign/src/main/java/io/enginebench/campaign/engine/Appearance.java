package io.enginebench.campaign.engine;

import io.enginebench.record.json.JsonEnum;
import io.enginebench.record.run.PluginRecord;
import io.enginebench.record.setting.Dtype;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An engine in a campaign, where one that is on several devices, answers in several kinds of numbers, or is compared with itself (A/A)
 * has further names.
 *
 * @param engine the engine's own id
 * @param device {@code cpu}, {@code gpu} or {@code gpu:N}
 * @param id the id in the campaign: the engine's own on the first device in the first kind of numbers; {@code pytorch.gpu}, {@code
 *     pytorch.float16} for others; for a second and later appearance as the same {@code pytorch.2}; {@code onnxruntime.onnx} where it answers
 *     from a network's file of the user's
 */
public record Appearance(String engine, String device, Dtype dtype, String id) {
    /** What may stand behind an engine's own id. */
    private static final Pattern SUFFIX = Pattern.compile("(\\.(cpu|gpu[0-9]{0,3}))?(\\.(%s))?(\\.onnx)?(\\.[0-9]+)?"
            .formatted(Arrays.stream(Dtype.values()).map(JsonEnum::json).collect(Collectors.joining("|"))));

    /** Engines in the order asked for, each on each device and in each kind of numbers. */
    public static List<Appearance> of(List<String> engines, List<String> devices, List<Dtype> dtypes) {
        Map<String, Integer> seen = new HashMap<>();
        List<Appearance> appearances = new ArrayList<>();
        for (String engine : engines) {
            for (String device : devices) {
                for (Dtype dtype : dtypes) {
                    String id = engine
                            + (device.equals(devices.get(0)) ? "" : "." + device.replace(":", ""))
                            + (dtype == dtypes.get(0) ? "" : "." + dtype.json());
                    int number = seen.merge(id, 1, Integer::sum);
                    appearances.add(new Appearance(engine, device, dtype, number == 1 ? id : id + "." + number));
                }
            }
        }
        return appearances;
    }

    /** An engine that answers from a network's file of the user's. */
    public static Appearance serving(String engine, String device) {
        return new Appearance(engine, device, Dtype.FLOAT32, engine + PluginRecord.ENGINE);
    }

    /** Whether an id is that of an appearance of the engine, whichever. */
    static boolean isOf(String engine, String id) {
        Matcher suffix = SUFFIX.matcher(id);
        return id.startsWith(engine)
                && suffix.region(engine.length(), id.length()).matches();
    }
}
