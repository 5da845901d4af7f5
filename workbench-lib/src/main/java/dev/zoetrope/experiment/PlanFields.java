package dev.zoetrope.experiment;

import dev.zoetrope.backend.YamlPlace;
import dev.zoetrope.media.DidYouMean;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The fields at a place of a plan file, each read as what it shall be. */
final class PlanFields {
  private static final Pattern TIME = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)(ms|s|m|h)");
  private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,15}(\\.\\d{1,15})?");

  private final YamlPlace place;
  private final Map<String, YamlPlace> fields;

  private PlanFields(YamlPlace place, Map<String, YamlPlace> fields) {
    this.place = place;
    this.fields = fields;
  }

  static PlanFields of(YamlPlace place, List<String> known) {
    return new PlanFields(place, place.fields(known));
  }

  /** What a constructor complains of, at the place that it was made from. */
  static <T> T checked(YamlPlace place, Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      throw place.wrong(String.valueOf(e.getMessage()));
    }
  }

  /** Each item of a list, none twice. */
  static <T> List<T> each(
      List<YamlPlace> items, Function<YamlPlace, T> read, Function<T, Object> key) {
    Set<Object> seen = new HashSet<>();
    List<T> all = new ArrayList<>();
    for (YamlPlace item : items) {
      T one = checked(item, () -> read.apply(item));
      if (!seen.add(key.apply(one))) {
        throw item.wrong("this stands here twice; leave one out.");
      }
      all.add(one);
    }
    return all;
  }

  boolean has(String field) {
    return fields.containsKey(field);
  }

  Optional<YamlPlace> place(String field) {
    return Optional.ofNullable(fields.get(field));
  }

  /**
   * @param example what to write
   */
  YamlPlace required(String field, String example) {
    return place(field)
        .orElseThrow(() -> place.wrong("the field " + field + " is missing; add " + example + "."));
  }

  List<YamlPlace> list(String field) {
    return place(field).map(YamlPlace::items).orElse(List.of());
  }

  Optional<String> text(String field) {
    return place(field).map(YamlPlace::text);
  }

  Optional<Integer> count(String field) {
    return place(field).map(YamlPlace::count);
  }

  Optional<Long> whole(String field) {
    return place(field).map(p -> Long.valueOf(matching(p, WHOLE, "a whole number is expected.")));
  }

  Optional<Double> number(String field) {
    return place(field).map(PlanFields::number);
  }

  static double number(YamlPlace place) {
    return Double.parseDouble(matching(place, NUMBER, "a number is expected here, such as 0.7."));
  }

  Optional<Duration> time(String field) {
    return place(field).map(PlanFields::time);
  }

  private static Duration time(YamlPlace place) {
    Matcher time = TIME.matcher(place.text());
    if (!time.matches()) {
      throw place.wrong("a time is expected here, such as 500ms, 2s, 30m or 2h.");
    }
    BigDecimal nanos = new BigDecimal(time.group(1)).multiply(BigDecimal.valueOf(unit(time)));
    return Duration.ofNanos(nanos.longValue());
  }

  private static long unit(Matcher time) {
    return switch (time.group(2)) {
      case "ms" -> 1_000_000;
      case "s" -> 1_000_000_000L;
      case "m" -> 60_000_000_000L;
      default -> 3_600_000_000_000L;
    };
  }

  /** One of a few words. */
  <T> Optional<T> word(String field, Map<String, T> known) {
    return place(field).map(p -> word(p, known));
  }

  static <T> T word(YamlPlace place, Map<String, T> known) {
    String word = place.text();
    return Optional.ofNullable(known.get(word))
        .orElseThrow(
            () -> {
              List<String> words = known.keySet().stream().sorted().toList();
              return place.wrong(
                  "one of "
                      + String.join(", ", words)
                      + " is expected here."
                      + DidYouMean.hint(word, words));
            });
  }

  private static String matching(YamlPlace place, Pattern pattern, String otherwise) {
    String text = place.text();
    if (!pattern.matcher(text).matches()) {
      throw place.wrong(otherwise);
    }
    return text;
  }
}
