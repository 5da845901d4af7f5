package dev.zoetrope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoetrope.backend.BackendException;
import dev.zoetrope.metrics.Ticker;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two workbenches of one JVM, object by object. */
class SharedStateTest {
  private static final List<String> CONNECTIONS =
      List.of("okhttp3.OkHttpClient", "okhttp3.ConnectionPool", "okhttp3.Dispatcher");

  @TempDir Path folder;

  @Test
  void twoWorkbenchesShareNothingButLoadedWeights() throws Exception {
    try (Workbench a = used("a");
        Workbench b = used("b")) {
      Set<Object> shared = reach(a);
      assertThat(shared)
          .extracting(object -> object.getClass().getName())
          .as("it looks into everything")
          .contains("okhttp3.ConnectionPool", "dev.zoetrope.experiment.RunLog");
      shared.retainAll(reach(b));

      Object pool = shared.stream().filter(SharedStateTest::isWeights).findFirst().orElseThrow();
      shared.removeAll(reach(pool));
      assertThat(shared).as("beside loaded weights").isEmpty();
    }
  }

  private static boolean isWeights(Object object) {
    return object.getClass().getSimpleName().equals("EmbeddedPool");
  }

  /** With a source, both kinds of backend, and everything that comes with the first question. */
  private Workbench used(String name) {
    Workbench workbench =
        Workbench.open(
            new WorkbenchConfig(
                // Not the same object, though the same clock.
                new Clock(), folder.resolve(name + ".jsonl"), List.of()));
    workbench
        .compare(
            workbench.source("synthetic:moving-shape?seed=7").at("0s"),
            List.of(workbench.backend("embedded:tiny")))
        .ask("What?");
    // Nobody is there, but the connections are made.
    assertThatThrownBy(() -> workbench.backend("http://127.0.0.1:1"))
        .isInstanceOf(BackendException.class);
    return workbench;
  }

  private static final class Clock implements Ticker {
    private final Ticker system = Ticker.system();

    @Override
    public long nanos() {
      return system.nanos();
    }
  }

  /** All objects of ours, and the connections, that can be reached through fields. */
  private static Set<Object> reach(Object root) throws IllegalAccessException {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Object> next = new ArrayDeque<>(List.of(root));
    while (!next.isEmpty()) {
      Object object = next.remove();
      if (isState(object) && seen.add(object)) {
        next.addAll(fields(object));
      } else if (!isState(object)) {
        next.addAll(parts(object));
      }
    }
    return seen;
  }

  /** Constants and functions without fields hold no state. */
  private static boolean isState(Object object) {
    String name = object.getClass().getName();
    boolean ours = name.startsWith("dev.zoetrope.") || CONNECTIONS.contains(name);
    return ours && !(object instanceof Enum) && !object.getClass().isHidden();
  }

  private static Collection<?> parts(Object object) {
    if (object instanceof Collection<?> many) {
      return many.stream().filter(o -> o != null).toList();
    }
    if (object instanceof Map<?, ?> map) {
      return map.values();
    }
    if (object instanceof Optional<?> one) {
      return one.stream().toList();
    }
    return object instanceof AtomicReference<?> one && one.get() != null
        ? List.of(one.get())
        : List.of();
  }

  private static List<Object> fields(Object object) throws IllegalAccessException {
    List<Object> values = new ArrayList<>();
    for (Class<?> type = object.getClass();
        type != null && type != Object.class;
        type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
          field.setAccessible(true);
          Object value = field.get(object);
          if (value != null && !value.getClass().isArray()) {
            values.add(value);
          }
        }
      }
    }
    return values;
  }
}
