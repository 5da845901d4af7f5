package dev.zoetrope.report;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.backend.BackendCard;
import dev.zoetrope.backend.Capabilities;
import dev.zoetrope.backend.Trait;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** A backend's card, for terminals and for notebooks. */
public final class CardTable {
  private static final int LABEL = 20;
  private static final int SHOWN = 10;

  private CardTable() {}

  /** A line for each thing that is known, and for each that is not why and what to do. */
  public static String text(BackendCard card) {
    requireNonNull(card, "card is null");
    return text(card, Capabilities.unprobed(card));
  }

  /** The same with what was proven of it. */
  public static String text(BackendCard card, Capabilities proven) {
    return lines(card, proven).entrySet().stream()
        .map(line -> pad(line.getKey()) + Visible.cut(line.getValue(), 300))
        .collect(Collectors.joining("\n"));
  }

  /** The same as an HTML fragment; names come from servers and are escaped. */
  public static String html(BackendCard card) {
    requireNonNull(card, "card is null");
    return html(card, Capabilities.unprobed(card));
  }

  /** The same with what was proven of it. */
  public static String html(BackendCard card, Capabilities proven) {
    return "<table class=\"zoetrope-card\"><tbody>"
        + lines(card, proven).entrySet().stream()
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

  private static Map<String, String> lines(BackendCard card, Capabilities proven) {
    requireNonNull(proven, "proven is null");
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("backend", card.uri());
    lines.put("server", card.server() + card.version().map(v -> " " + v).orElse(""));
    lines.put("model", card.model());
    models(card).ifPresent(names -> lines.put("models", names));
    lines.put("on", card.host());
    lines.put("sees pictures", sees(card, proven));
    lines.put(
        "context", told(card.contextLength(), " tokens").orElse("n/a: the server tells no length"));
    lines.put("pictures", pictures(card, proven));
    card.traits().prompt().ifPresent(form -> lines.put("prompt has", form));
    card.traits().caches().ifPresent(caches -> lines.put("caches", caches));
    card.traits().reports().ifPresent(numbers -> lines.put("reports", numbers));
    card.traits()
        .missing()
        .forEach((number, why) -> lines.put(number.replace('_', ' '), absent(why)));
    card.note().ifPresent(note -> lines.put("note", note));
    return lines;
  }

  private static Optional<String> models(BackendCard card) {
    List<String> all = card.traits().models();
    String names =
        all.stream()
            .limit(SHOWN)
            .map(name -> name + eyes(card.traits().sees(), name))
            .collect(Collectors.joining(", "));
    return all.size() < 2
        ? Optional.empty()
        : Optional.of(names + (all.size() > SHOWN ? ", …" : ""));
  }

  /** A server does not say how it was started: what a flag brings may come. */
  private static String absent(String why) {
    return (why.startsWith("start ") ? "if n/a: " : "n/a: ") + why;
  }

  private static String eyes(Map<String, Boolean> sees, String model) {
    return sees.containsKey(model) ? sees.get(model) ? " (sees)" : " (text only)" : "";
  }

  private static String sees(BackendCard card, Capabilities proven) {
    if (proven.isProven(Trait.PICTURES)) {
      return "yes, seen by asking";
    }
    if (!card.vision() || proven.isRefuted(Trait.PICTURES)) {
      return "no";
    }
    return isTold(card)
        ? "yes, as far as it says"
        : "not told, and taken for granted; zoetrope probe finds out";
  }

  /** A server's own name of the model may be a path. */
  private static boolean isTold(BackendCard card) {
    return !card.isServed()
        || card.traits().sees().keySet().stream()
            .anyMatch(name -> name.equals(card.model()) || name.endsWith("/" + card.model()));
  }

  private static String pictures(BackendCard card, Capabilities proven) {
    return told(card.maxImages(), " a request")
        .or(() -> told(proven.maxImages(), " a request, found out by asking"))
        .orElse("n/a: the server tells no limit; zoetrope probe finds out");
  }

  private static Optional<String> told(OptionalInt count, String unit) {
    return count.isPresent() ? Optional.of(count.getAsInt() + unit) : Optional.empty();
  }
}
