package dev.zoetrope.capture;

import dev.zoetrope.media.DidYouMean;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parts of what a user typed: {@code scheme:body?name=value&name=value}. */
record SourceUri(String scheme, String body, Map<String, String> parameters) {
  /** Two letters at least, so that C:\clips stays a path. */
  private static final Pattern SCHEME =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):(.*)", Pattern.DOTALL);

  private static final Pattern CREDENTIALS = Pattern.compile("//[^?#\\s]+@");
  private static final Pattern SECRET =
      Pattern.compile("(?i)([?&](?:key|api_?key|token|password|passwd|pwd|secret|auth)=)[^&#]*");

  static SourceUri parse(String uri) {
    Matcher matcher = SCHEME.matcher(uri);
    boolean schemed = matcher.matches();
    String rest = schemed ? matcher.group(2) : uri;
    int mark = rest.indexOf('?');
    return new SourceUri(
        schemed ? matcher.group(1).toLowerCase(Locale.ROOT) : "",
        mark < 0 ? rest : rest.substring(0, mark),
        mark < 0 ? Map.of() : query(rest.substring(mark + 1)));
  }

  /** The same with user names, passwords and keys replaced by stars. */
  static String masked(String uri) {
    String anonymous = CREDENTIALS.matcher(uri).replaceAll("//***@");
    return SECRET.matcher(anonymous).replaceAll("$1***");
  }

  private static Map<String, String> query(String text) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      if (!name.isEmpty()) {
        parameters.put(name, equals < 0 ? "" : decoded(pair.substring(equals + 1)));
      }
    }
    return parameters;
  }

  private static String decoded(String value) {
    try {
      return URLDecoder.decode(value, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new SourceException(
          "bad_parameter", "\"" + value + "\" is not URL-encoded text: write % as %25.");
    }
  }

  /** Throws when there is a parameter that is not one of these. */
  void allow(Collection<String> known) {
    for (String name : parameters.keySet()) {
      if (!known.contains(name)) {
        throw new SourceException(
            "bad_parameter",
            "There is no parameter \""
                + name
                + "\" here."
                + DidYouMean.hint(name, known)
                + " Known are "
                + String.join(", ", known)
                + ".");
      }
    }
  }

  /** A number of the query, or what holds without it. */
  double number(String name, double otherwise, double least, double most) {
    String text = parameters.get(name);
    if (text == null) {
      return otherwise;
    }
    try {
      double value = Double.parseDouble(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw outside(name, text, least, most);
    }
    throw outside(name, text, least, most);
  }

  /** As {@link #number}, whole. */
  int whole(String name, int otherwise, int least, int most) {
    return (int) large(name, otherwise, least, most);
  }

  /** As {@link #whole}, for numbers up to 2 to the 53rd. */
  long large(String name, long otherwise, long least, long most) {
    double value = number(name, otherwise, least, most);
    if (value != Math.rint(value)) {
      throw outside(name, String.valueOf(parameters.get(name)), least, most);
    }
    return (long) value;
  }

  private static SourceException outside(String name, String text, double least, double most) {
    return new SourceException(
        "bad_parameter",
        name
            + "="
            + text
            + " does not work: write a number from "
            + plain(least)
            + " to "
            + plain(most)
            + ".");
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
  }
}
