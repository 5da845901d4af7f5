package dev.zoetrope.kernel.jshell;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes a documentation comment as HTML that can do no harm: its text with a few tags without
 * attributes, each closed.
 */
final class JavadocHtml {
  private static final Set<String> KEPT =
      Set.of(
          "p",
          "ul",
          "ol",
          "li",
          "dl",
          "dt",
          "dd",
          "pre",
          "code",
          "b",
          "i",
          "em",
          "strong",
          "sup",
          "sub",
          "blockquote",
          "table",
          "tr",
          "td",
          "th",
          "h3",
          "h4");

  /** What stands alone, or ends where the next one begins. */
  private static final Set<String> UNCLOSED = Set.of("p", "br");

  private static final Pattern MARKUP =
      Pattern.compile(
          "<!--.*?-->|</?([a-zA-Z][a-zA-Z0-9]*)[^<>]*>|&(?:[a-zA-Z]{2,10}|#\\d{1,6}|#x[0-9a-fA-F]{1,5});|[<>&\"']",
          Pattern.DOTALL);

  private final StringBuilder html = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  private JavadocHtml() {}

  /** Markup as it stands in comments, with all but plain tags taken out. */
  static String clean(String markup) {
    return new JavadocHtml().write(markup);
  }

  private String write(String markup) {
    Matcher found = MARKUP.matcher(markup);
    int from = 0;
    while (found.find()) {
      html.append(markup, from, found.start());
      from = found.end();
      write(found.group(), found.group(1));
    }
    html.append(markup, from, markup.length());
    while (!open.isEmpty()) {
      html.append("</").append(open.pop()).append('>');
    }
    return html.toString();
  }

  private void write(String found, String tag) {
    if (tag != null) {
      tag(tag.toLowerCase(Locale.ROOT), found.startsWith("</"));
    } else if (found.length() == 1) {
      html.append(escaped(found));
    } else if (!found.startsWith("<")) {
      html.append(found);
    }
  }

  private void tag(String name, boolean closes) {
    if (UNCLOSED.contains(name)) {
      html.append(closes ? "" : "<" + name + ">");
    } else if (KEPT.contains(name) && !closes) {
      open.push(name);
      html.append('<').append(name).append('>');
    } else if (open.contains(name)) {
      String last = "";
      while (!last.equals(name)) {
        last = open.pop();
        html.append("</").append(last).append('>');
      }
    }
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
