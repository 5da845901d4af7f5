package dev.zoetrope.kernel.jshell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes a documentation comment as plain text and as HTML: paragraphs, lists, what goes in and
 * what comes out.
 */
final class Javadoc {
  private static final Pattern INLINE =
      Pattern.compile("\\{@(\\w+)\\s*((?:[^{}]|\\{[^{}]*\\})*)\\}");

  private static final Pattern BLOCK = Pattern.compile("(?m)^\\s*@(\\w+)\\s+");

  private static final Pattern TAG = Pattern.compile("</?([a-zA-Z][a-zA-Z0-9]*)[^<>]*>");

  private static final Pattern BREAK = Pattern.compile("\\s*\\u0001\\s*");

  /** Stands for a new line while blanks are joined. */
  private static final String NEW_LINE = "\u0001";

  private Javadoc() {}

  /** The comment without its stars, as people read it. */
  static String render(String comment) {
    List<String> blocks = blocks(comment);
    return blocks.stream()
        .map(Javadoc::text)
        .filter(block -> !block.isBlank())
        .collect(Collectors.joining("\n"))
        .strip();
  }

  /** The same as HTML that can do no harm. */
  static String html(String comment) {
    return blocks(comment).stream()
        .filter(block -> !block.isBlank())
        .map(block -> JavadocHtml.clean(titled(inlined(block, Javadoc::inlineHtml))))
        .collect(Collectors.joining("\n"))
        .strip();
  }

  private static String titled(String block) {
    int end = block.indexOf(' ');
    return block.startsWith(NEW_LINE) && end > 0
        ? "<p><i>" + block.substring(NEW_LINE.length(), end) + "</i>" + block.substring(end)
        : block;
  }

  private static List<String> blocks(String comment) {
    List<String> blocks = new ArrayList<>();
    Matcher block = BLOCK.matcher(comment);
    int start = 0;
    String title = "";
    while (block.find()) {
      blocks.add(title + comment.substring(start, block.start()));
      title = NEW_LINE + title(block.group(1));
      start = block.end();
    }
    blocks.add(title + comment.substring(start));
    return blocks;
  }

  private static String title(String tag) {
    return switch (tag) {
      case "param" -> "parameter ";
      case "return" -> "returns ";
      case "throws", "exception" -> "throws ";
      default -> tag.toLowerCase(Locale.ROOT) + " ";
    };
  }

  private static String text(String html) {
    String bare = TAG.matcher(inlined(html, Javadoc::inline)).replaceAll(Javadoc::mark);
    String joined = BREAK.matcher(bare.replaceAll("[ \\t\\r\\n]+", " ")).replaceAll("\n");
    return characters(joined);
  }

  private static String inlined(String html, Function<MatchResult, String> inline) {
    String inlined = html;
    // A tag may stand in another one.
    for (int depth = 0; depth < 3; depth++) {
      inlined = INLINE.matcher(inlined).replaceAll(inline);
    }
    return inlined;
  }

  private static String inlineHtml(MatchResult tag) {
    String shown = inline(tag);
    return switch (tag.group(1)) {
      case "code", "link", "value" -> "<code>" + shown + "</code>";
      default -> shown;
    };
  }

  private static String inline(MatchResult tag) {
    String body = tag.group(2).strip();
    String shown =
        switch (tag.group(1)) {
          case "code", "literal" ->
              body.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
          case "link", "linkplain" -> label(body);
          case "return" -> "Returns " + body + ".";
          default -> body;
        };
    return Matcher.quoteReplacement(shown);
  }

  /** What a link shows: its label, or the place that it leads to. */
  private static String label(String link) {
    int end = link.indexOf(')') > link.indexOf('(') ? link.indexOf(')') : 0;
    int blank = link.indexOf(' ', end);
    String shown = blank < 0 ? link : link.substring(blank + 1);
    return blank < 0 ? shown.replaceFirst("^#", "").replace('#', '.') : shown;
  }

  private static String mark(MatchResult tag) {
    boolean closes = tag.group().startsWith("</");
    return switch (tag.group(1).toLowerCase(Locale.ROOT)) {
      case "li" -> closes ? "" : NEW_LINE + "• ";
      case "p",
          "pre",
          "blockquote",
          "ul",
          "ol",
          "dl",
          "table",
          "tr",
          "br",
          "dt",
          "dd",
          "div",
          "h2",
          "h3",
          "h4" ->
          NEW_LINE;
      default -> "";
    };
  }

  private static String characters(String text) {
    return text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&nbsp;", " ")
        .replace("&#64;", "@")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
  }
}
