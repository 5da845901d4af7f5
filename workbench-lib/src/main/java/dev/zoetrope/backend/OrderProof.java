package dev.zoetrope.backend;

import static dev.zoetrope.backend.Finding.no;
import static dev.zoetrope.backend.Finding.unknown;
import static dev.zoetrope.backend.Finding.yes;

import dev.zoetrope.media.EncodedImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Whether the model gets pictures in the order in which they were sent: a strip of four colours,
 * forwards and backwards; a model that cannot name them may still see which way a circle glides.
 */
final class OrderProof implements Proof {
  private static final List<String> STRIP = List.of("red", "green", "blue", "yellow");
  private static final Pattern COLOUR = Pattern.compile(String.join("|", STRIP));
  private static final String NAMES =
      "Each picture shows one circle. Name the colors of the circles in order, from the first"
          + " picture to the last.";
  private static final String WAY = "Which way does the circle move?";

  @Override
  public String what() {
    return "the order of four pictures";
  }

  @Override
  public int requests(ProbeDepth depth) {
    return 4;
  }

  @Override
  public int pictures(ProbeDepth depth) {
    return 16;
  }

  @Override
  public void prove(ProofBook book) throws InterruptedException {
    if (!book.isProven(Trait.SEVERAL_PICTURES)) {
      book.found(unknown(Trait.ORDER, "it does not take several pictures"));
      return;
    }
    Finding byColour = byColour(book);
    book.found(byColour.verdict() == Finding.Verdict.UNKNOWN ? byWay(book, byColour) : byColour);
  }

  private static Finding byColour(ProofBook book) throws InterruptedException {
    ProofReply there = strip(book, STRIP);
    ProofReply back = strip(book, reversed(STRIP));
    if (named(there).equals(STRIP) && named(back).equals(reversed(STRIP))) {
      return yes(Trait.ORDER, "four colours were named in their order, there and back");
    }
    if (named(there).equals(reversed(STRIP)) && named(back).equals(STRIP)) {
      return no(Trait.ORDER, "four colours were named backwards");
    }
    return unknown(
        Trait.ORDER,
        there.isAnswered()
            ? "asked for four colours it said " + there.quoted()
            : "refused: " + there.because());
  }

  private static ProofReply strip(ProofBook book, List<String> colours)
      throws InterruptedException {
    return book.asker()
        .answered(colours.stream().map(book.asker().pictures()::circle).toList(), NAMES);
  }

  private static List<String> named(ProofReply reply) {
    return COLOUR.matcher(reply.words()).results().map(MatchResult::group).distinct().toList();
  }

  private static <T> List<T> reversed(List<T> list) {
    List<T> reversed = new ArrayList<>(list);
    Collections.reverse(reversed);
    return List.copyOf(reversed);
  }

  private static Finding byWay(ProofBook book, Finding unread) throws InterruptedException {
    List<EncodedImage> frames = book.asker().pictures().gliding(4);
    ProofReply there = book.asker().answered(frames, WAY);
    ProofReply back = book.asker().answered(reversed(frames), WAY);
    if (says(there, "right") && says(back, "left")) {
      return yes(Trait.ORDER, "a circle glides right, and left with the same pictures backwards");
    }
    return says(there, "left") && says(back, "right")
        ? no(Trait.ORDER, "what glides right was seen to glide left, and the other way round")
        : unknown(
            Trait.ORDER,
            unread.evidence()
                + "; of a gliding circle "
                + there.quoted()
                + ", backwards "
                + back.quoted());
  }

  private static boolean says(ProofReply reply, String way) {
    String words = reply.words();
    String other = way.equals("left") ? "right" : "left";
    return words.contains(way) && !words.contains(other);
  }
}
