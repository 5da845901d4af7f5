package dev.zoetrope.report;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.backend.BackendCard;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** A backend's card, for terminals and for notebooks. */
public final class CardTable {
  private static final int LABEL = 16;
  private static final int SHOWN = 10;

  private CardTable() {}

  /** A line for each thing that is known, and for each that is not why and what to do. */
  public static String text(BackendCard card) {
    return lines(requireNonNull(card, "card is null")).entrySet().stream()
        .map(line -> pad(line.getKey()) + Visible.cut(line.getValue(), 300))
        .collect(Collectors.joining("\n"));
  }

  /** The same as an HTML fragment; names come from servers and are escaped. */
  public static String html(BackendCard card) {
    return "<table class=\"zoetrope-card\"><tbody>"
        + lines(requireNonNull(card, "card is null")).entrySet().stream()
            .map(line -> row(line.getKey(), line.getValue()))
            .collect(Collectors.joining())
        + "</tbody></table>";
  }

  private static String row(String label, String value) {
    String left = "style=\"text-align:left;vertical-align:top\"";
    return "<tr><th scope=\"row\" "
        + left
        + ">"
        + Html.escape(label)
        + "</th><td "
        + left
        + ">"
        + Html.escape(value)
        + "</td></tr>";
  }

  private static String pad(String label) {
    return label + " ".repeat(Math.max(1, LABEL - label.length()));
  }

  private static Map<String, String> lines(BackendCard card) {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("backend", card.uri());
    lines.put("server", card.server() + card.version().map(v -> " " + v).orElse(""));
    lines.put("model", card.model());
    models(card).ifPresent(names -> lines.put("models", names));
    lines.put("on", card.host());
    lines.put("sees pictures", card.vision() ? "yes, as far as it says" : "no");
    lines.put("context", told(card.contextLength(), " tokens"));
    lines.put("pictures", told(card.maxImages(), " a request"));
    card.traits().prompt().ifPresent(form -> lines.put("prompt has", form));
    card.traits().caches().ifPresent(caches -> lines.put("caches", caches));
    card.traits()
        .missing()
        .forEach((number, why) -> lines.put(number.replace('_', ' '), "n/a: " + why));
    card.note().ifPresent(note -> lines.put("note", note));
    return lines;
  }

  private static Optional<String> models(BackendCard card) {
    List<String> all = card.traits().models();
    String names = all.stream().limit(SHOWN).collect(Collectors.joining(", "));
    return all.size() < 2
        ? Optional.empty()
        : Optional.of(names + (all.size() > SHOWN ? ", …" : ""));
  }

  private static String told(OptionalInt count, String unit) {
    return count.isPresent() ? count.getAsInt() + unit : "n/a: the server tells no limit";
  }
}
