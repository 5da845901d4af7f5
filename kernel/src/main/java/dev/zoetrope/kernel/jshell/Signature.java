package dev.zoetrope.kernel.jshell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A signature as JShell writes it, for example {@code T Gson.<T>fromJson(String json, Class<T>
 * type)}, {@code Gson()}, {@code CSVFormat.DEFAULT:org.apache.commons.csv.CSVFormat} or {@code
 * java.util.Map.Entry<K, V>}.
 *
 * @param owner the class, simple or qualified
 * @param member a method's or field's name; a constructor's is its class's; empty for a class
 * @param parameters the simple types of a call's parameters; empty for what cannot be called
 */
record Signature(String owner, String member, Optional<List<String>> parameters) {
  /** What a signature may be about, likeliest first. */
  static List<Signature> of(String written) {
    String bare = withoutTypeArguments(written);
    int parenthesis = bare.indexOf('(');
    if (parenthesis >= 0) {
      return List.of(ofCall(bare, parenthesis));
    }
    int colon = bare.indexOf(':');
    String name = colon < 0 ? bare : bare.substring(0, colon);
    Signature field = member(name, Optional.empty());
    return colon < 0 ? List.of(new Signature(name, "", Optional.empty()), field) : List.of(field);
  }

  private static Signature ofCall(String bare, int parenthesis) {
    String head = bare.substring(0, parenthesis).strip();
    String inside = bare.substring(parenthesis + 1, Math.max(parenthesis + 1, bare.indexOf(')')));
    List<String> parameters = new ArrayList<>();
    for (String parameter : inside.isBlank() ? new String[0] : inside.split(",", -1)) {
      parameters.add(simple(parameter.strip().replaceFirst("\\s+\\S+$", "")));
    }
    int blank = head.lastIndexOf(' ');
    return blank < 0
        ? new Signature(head, simple(head), Optional.of(parameters))
        : member(head.substring(blank + 1), Optional.of(parameters));
  }

  private static Signature member(String name, Optional<List<String>> parameters) {
    int dot = name.lastIndexOf('.');
    return new Signature(name.substring(0, Math.max(0, dot)), name.substring(dot + 1), parameters);
  }

  private static String withoutTypeArguments(String written) {
    String bare = written;
    for (String next = ""; !next.equals(bare); ) {
      next = bare;
      bare = bare.replaceAll("<[^<>]*>", "");
    }
    return bare;
  }

  /** A type without its package, annotations and arguments; {@code ...} is an array. */
  private static String simple(String type) {
    return withoutTypeArguments(type)
        .replaceAll("@\\S+\\s+", "")
        .replace("final ", "")
        .replace("...", "[]")
        .replaceAll("(?:\\w+\\.)+", "")
        .replaceAll("\\s+", "");
  }

  /** What the call with this signature takes and gives, in few words. */
  static String shape(String written) {
    String bare = withoutTypeArguments(written);
    String head = bare.substring(0, Math.max(0, bare.indexOf('('))).strip();
    String taken = String.join(", ", of(written).get(0).parameters().orElse(List.of()));
    int blank = head.lastIndexOf(' ');
    return "(" + taken + ")" + (blank < 0 ? "" : " → " + simple(head.substring(0, blank)));
  }

  /** Whether a declaration with this name and these types of parameters is meant. */
  boolean isCall(String name, List<String> types) {
    return member.equals(name)
        && parameters.isPresent()
        && parameters.get().equals(types.stream().map(Signature::simple).toList());
  }

  /** Whether a field or constant of this name is meant. */
  boolean isField(String name) {
    return parameters.isEmpty() && member.equals(name);
  }
}
