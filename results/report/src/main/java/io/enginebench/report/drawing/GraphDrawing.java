package io.enginebench.report.drawing;

import io.enginebench.record.graph.Graph;
import io.enginebench.record.graph.GraphLayer;
import io.enginebench.report.text.Numbers;
import io.enginebench.report.text.Words;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * A network as an SVG picture: a box for each operator, from the input at the top to the output at the bottom, with the shape and the bytes that it
 * makes of one row, the parameters that it has and what it costs. What goes past other operators goes along the right side.
 */
public final class GraphDrawing {
    private static final int ROW = 44;
    private static final int LEFT = 20;
    private static final int WIDTH = 560;
    private static final int HEIGHT = 30;
    private static final int TOP = 44;
    private static final int FARTHEST = 140;
    private static final Map<String, String> COLOURS = Map.of(
            "convolution", "#cfe3f7",
            "linear", "#cfe3f7",
            "matMul", "#cfe3f7",
            "embedding", "#cfe3f7",
            "lstm", "#cfe3f7",
            "gru", "#cfe3f7",
            "batchNorm", "#e3dcf3",
            "layerNorm", "#e3dcf3");

    private final Graph graph;
    private final StringWriter text = new StringWriter();
    private final XMLStreamWriter xml;

    private GraphDrawing(Graph graph) throws XMLStreamException {
        this.graph = graph;
        xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
    }

    /** The picture. */
    public static String of(Graph graph, String title) {
        try {
            return new GraphDrawing(graph).draw(title);
        } catch (XMLStreamException e) {
            throw new IllegalStateException("a picture in memory could not be written: " + e.getMessage(), e);
        }
    }

    private String draw(String title) throws XMLStreamException {
        List<GraphLayer> layers = GraphLayer.of(graph);
        Map<String, Integer> rows = new LinkedHashMap<>();
        graph.inputs().forEach(input -> rows.put(input.name(), rows.size()));
        layers.forEach(layer -> rows.put(layer.name(), rows.size()));
        int width = LEFT + WIDTH + FARTHEST + LEFT;
        int height = TOP + rows.size() * ROW;
        xml.writeStartElement("svg");
        attribute("xmlns", "http://www.w3.org/2000/svg");
        attribute("viewBox", "0 0 %d %d".formatted(width, height));
        attribute("width", width);
        attribute("height", height);
        attribute("font-family", "system-ui, sans-serif");
        attribute("font-size", 13);
        element("title", title);
        rect(0, 0, width, height, "#ffffff", "none");
        words(LEFT, TOP - 18, title, "#1b1b1b", "start", "bold");
        for (GraphLayer layer : layers) {
            for (String input : layer.inputs()) {
                edge(row(rows, input), row(rows, layer.name()));
            }
        }
        for (Graph.Input input : graph.inputs()) {
            box(row(rows, input.name()), "input", GraphLayer.words(input.shape()), "#e2f0d9");
        }
        for (GraphLayer layer : layers) {
            box(
                    row(rows, layer.name()),
                    Words.list(
                            layer.operator(),
                            layer.parameters() == 0 ? "" : Words.counted(layer.parameters(), "parameter"),
                            layer.flopsPerRow() == null || layer.flopsPerRow() == 0
                                    ? ""
                                    : Numbers.format("%,d FLOPs", layer.flopsPerRow())),
                    Words.list(
                            GraphLayer.words(layer.shape()),
                            layer.activationBytesPerRow() == 0
                                    ? ""
                                    : Numbers.format("%,d bytes", layer.activationBytesPerRow())),
                    COLOURS.getOrDefault(layer.operator(), "#f2f2f2"));
        }
        xml.writeEndElement();
        xml.flush();
        return text.toString() + "\n";
    }

    private static int row(Map<String, Integer> rows, String name) {
        return Objects.requireNonNull(rows.get(name));
    }

    private void box(int row, String operator, String shape, String colour) throws XMLStreamException {
        int y = TOP + row * ROW;
        rect(LEFT, y, WIDTH, HEIGHT, colour, "#7a7a7a");
        words(LEFT + 10, y + 20, operator, "#1b1b1b", "start", "normal");
        words(LEFT + WIDTH - 10, y + 20, shape, "#4a4a4a", "end", "normal");
    }

    private void edge(int from, int to) throws XMLStreamException {
        int start = TOP + from * ROW + HEIGHT;
        int end = TOP + to * ROW;
        xml.writeEmptyElement("path");
        if (to - from == 1) {
            attribute("d", "M%d %d V%d".formatted(LEFT + WIDTH / 2, start, end));
        } else {
            int side = LEFT + WIDTH;
            int out = side + Math.min(FARTHEST, 20 + 12 * (to - from));
            int high = start - HEIGHT / 2;
            int low = end + HEIGHT / 2;
            attribute("d", "M%d %d C%d %d %d %d %d %d".formatted(side, high, out, high, out, low, side, low));
        }
        attribute("fill", "none");
        attribute("stroke", "#7a7a7a");
    }

    private void rect(int x, int y, int width, int height, String fill, String stroke) throws XMLStreamException {
        xml.writeEmptyElement("rect");
        attribute("x", x);
        attribute("y", y);
        attribute("width", width);
        attribute("height", height);
        attribute("fill", fill);
        attribute("stroke", stroke);
    }

    private void words(int x, int y, String content, String colour, String anchor, String weight)
            throws XMLStreamException {
        xml.writeStartElement("text");
        attribute("x", x);
        attribute("y", y);
        attribute("fill", colour);
        attribute("text-anchor", anchor);
        attribute("font-weight", weight);
        xml.writeCharacters(content);
        xml.writeEndElement();
    }

    private void element(String name, String content) throws XMLStreamException {
        xml.writeStartElement(name);
        xml.writeCharacters(content);
        xml.writeEndElement();
    }

    private void attribute(String name, Object value) throws XMLStreamException {
        xml.writeAttribute(name, value.toString());
    }
}
