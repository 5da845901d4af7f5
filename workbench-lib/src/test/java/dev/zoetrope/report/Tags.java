package dev.zoetrope.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The tags of a page as a browser would see them. What it cannot read as a tag or a character
 * reference is a mistake.
 */
public record Tags(List<Tag> all, String text) {
  public record Tag(String name, Map<String, String> attributes) {}

  public static Tags of(String html) {
    return new Scanner(html).scan();
  }

  public List<String> names() {
    return all.stream().map(Tag::name).distinct().toList();
  }

  public List<String> values(String attribute) {
    return all.stream()
        .filter(tag -> tag.attributes().containsKey(attribute))
        .map(tag -> String.valueOf(tag.attributes().get(attribute)))
        .toList();
  }

  private static final class Scanner {
    private final String html;
    private final List<Tag> tags = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private int at;

    Scanner(String html) {
      this.html = html;
    }

    Tags scan() {
      while (at < html.length()) {
        if (html.charAt(at) == '<') {
          tag();
        } else {
          text.append(html.charAt(at++));
        }
      }
      return new Tags(tags, resolved(text.toString()));
    }

    private void tag() {
      at++;
      String name = upTo(" >");
      Map<String, String> attributes = new HashMap<>();
      while (html.charAt(at) == ' ') {
        at++;
        String attribute = upTo("= >/");
        if (html.charAt(at) == '=') {
          assertThat(html.charAt(at + 1)).as("a value in quotes at %s", around()).isEqualTo('"');
          at += 2;
          attributes.put(attribute, resolved(upTo("\"")));
          at++;
        }
      }
      at += html.charAt(at) == '/' ? 1 : 0;
      assertThat(html.charAt(at)).as("a tag's end at %s", around()).isEqualTo('>');
      at++;
      tags.add(new Tag(name, attributes));
    }

    private String upTo(String ends) {
      int from = at;
      while (ends.indexOf(html.charAt(at)) < 0) {
        at++;
      }
      return html.substring(from, at);
    }

    private String around() {
      return html.substring(Math.max(0, at - 20), Math.min(html.length(), at + 40));
    }

    private static String resolved(String text) {
      assertThat(text.replaceAll("&(lt|gt|amp|quot|#39);", "")).doesNotContain("&", "<");
      return text.replace("&lt;", "<")
          .replace("&gt;", ">")
          .replace("&quot;", "\"")
          .replace("&#39;", "'")
          .replace("&amp;", "&");
    }
  }
}
