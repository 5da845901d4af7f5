package dev.zoetrope.kernel.display;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

final class ErrorFacesTest {
  private static final ErrorFace FACE =
      new ErrorFace("Disk", "The disk is full.", "Delete a clip.");

  private final ErrorFaces faces = new ErrorFaces();

  @Test
  void exceptionsHaveNoFaceUnlessGivenOne() {
    assertThat(faces.of(new IOException("x"))).isEmpty();
  }

  @Test
  void aTypesFaceIsItsSubtypesFace() {
    faces.register(IOException.class, e -> FACE);

    assertThat(faces.of(new FileNotFoundException())).contains(FACE);
  }

  @Test
  void wrappersOfOtherThreadsAreLookedThrough() {
    faces.register(IOException.class, e -> FACE);

    assertThat(faces.of(new CompletionException(new ExecutionException(new IOException()))))
        .contains(FACE);
  }

  @Test
  void aUsersOwnWrapperIsNot() {
    faces.register(IOException.class, e -> FACE);

    assertThat(faces.of(new IllegalStateException("mine", new IOException()))).isEmpty();
  }

  @Test
  void anExceptionMayKnowItsOwnFace() {
    final class Known extends RuntimeException implements ErrorFace.Owner {
      @Override
      public ErrorFace face() {
        return FACE;
      }
    }

    assertThat(faces.of(new Known())).contains(FACE);
  }
}
