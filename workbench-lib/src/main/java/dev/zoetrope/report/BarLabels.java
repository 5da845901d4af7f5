package dev.zoetrope.report;

import dev.zoetrope.metrics.PhaseChart.Bar;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Names under bars: short, different from each other, and honest about what is missing. */
final class BarLabels {
  private static final String JOINT = " · ";
  private static final int LONGEST = 30;

  private BarLabels() {}

  static List<String> of(List<Bar> bars) {
    List<List<String>> parts =
        bars.stream()
            .map(
                bar -> List.of(Visible.of(bar.label()).replaceFirst("^https?://", "").split(JOINT)))
            .toList();
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < bars.size(); i++) {
      String name = different(parts.get(i), parts);
      labels.add(unique(Visible.cut(name, LONGEST) + missing(bars.get(i)), labels));
    }
    return labels;
  }

  /** What all bars share says nothing. */
  private static String different(List<String> own, List<List<String>> all) {
    String name =
        IntStream.range(0, own.size())
            .filter(i -> all.stream().anyMatch(o -> i >= o.size() || !o.get(i).equals(own.get(i))))
            .mapToObj(own::get)
            .collect(Collectors.joining(JOINT));
    return name.isEmpty() ? String.join(JOINT, own) : name;
  }

  private static String missing(Bar bar) {
    if (bar.prefill().isEmpty() && bar.decode().isEmpty()) {
      return " (n/a)";
    }
    return (bar.prefill().isEmpty() ? " (prefill n/a)" : "")
        + (bar.decode().isEmpty() ? " (decode n/a)" : "");
  }

  /** A chart would draw bars of one name on top of each other. */
  private static String unique(String label, List<String> before) {
    String name = label;
    for (int n = 2; before.contains(name); n++) {
      name = label + " #" + n;
    }
    return name;
  }
}
