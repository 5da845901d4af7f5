package dev.zoetrope.cli;

import dev.zoetrope.backend.Capabilities;
import dev.zoetrope.backend.Capabilities.PictureLimit;
import dev.zoetrope.backend.Finding;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What was proven of a server, for a terminal. */
final class ProbeText {
  private static final String LINE = "%-26s %-8s %s%n";

  /** A server's words are not the terminal's orders. */
  private static final String NOT_SHOWN = "\\p{Cntrl}|\\p{Cf}";

  private ProbeText() {}

  static String of(Capabilities known) {
    StringBuilder text = new StringBuilder();
    known.findings().forEach(finding -> text.append(line(finding)));
    text.append(line("most pictures", limit(known.limit()), ""));
    text.append(line("tokens of a picture", costs(known), ""));
    known
        .probed()
        .ifPresent(
            probed ->
                text.append(
                    String.format(
                        Locale.ROOT,
                        "%n%d questions, %s, %s",
                        probed.requests(),
                        probed.depth().name().toLowerCase(Locale.ROOT),
                        probed.at())));
    return text.toString().replaceAll("(?m) +$", "");
  }

  private static String line(Finding finding) {
    String verdict = finding.verdict().name().toLowerCase(Locale.ROOT);
    return line(finding.trait().words(), verdict, finding.evidence());
  }

  private static String line(String name, String verdict, String evidence) {
    return String.format(Locale.ROOT, LINE, name, clean(verdict), clean(evidence));
  }

  private static String clean(String words) {
    return words.replaceAll(NOT_SHOWN, " ");
  }

  private static String limit(Optional<PictureLimit> limit) {
    return limit
        .map(
            known ->
                switch (known.source()) {
                  case TOLD -> known.most() + ", as the server says";
                  case SEARCHED -> known.most() + ", found by trying";
                  case BY_CONTEXT -> known.most() + " of " + "128x128 fit into the context";
                  case AT_LEAST -> "at least " + known.most();
                })
        .orElse("unknown");
  }

  private static String costs(Capabilities known) {
    return known.costs().isEmpty()
        ? "unknown"
        : known.costs().stream()
            .map(cost -> cost.width() + "x" + cost.height() + ": " + cost.tokens())
            .collect(Collectors.joining(", "));
  }
}
