package dev.zoetrope.report;

import java.util.List;

/** What a model might write to be more than text. */
public final class Hostile {
  public static final List<String> TEXTS =
      List.of(
          "<script>alert(1)</script>",
          "</td></tr></table><img src=x onerror=alert(1)>",
          "\" onmouseover=\"alert(1)",
          "' onmouseover='alert(1)",
          "\"><svg/onload=alert(1)>",
          "&lt;script&gt; &#60;b&#62; &amp;",
          "<!-- comment --> <![CDATA[ x ]]> <?php ?>",
          "</title></style><style>*{display:none}</style>",
          "javascript:alert(1) https://evil.example/x.png",
          "right \u202e tfel \u2066 x \u2069 \u200f \u061c",
          "nul \u0000 bell \u0007 esc \u001b[31mred\u001b[0m csi \u009b2J back \b del \u007f",
          "lone \ud800 surrogate \udfff",
          "zero\u200b\ufeffwidth",
          "<scr\u0000ipt>",
          "\ud83d\ude00 日本語 عربى".repeat(3),
          "<b>&\"'".repeat(20_000));

  private Hostile() {}
}
