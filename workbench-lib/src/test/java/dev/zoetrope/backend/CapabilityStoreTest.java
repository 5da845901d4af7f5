package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.backend.QuirkyVlm.Habit;
import dev.zoetrope.metrics.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CapabilityStoreTest {
  private final QuirkyVlm vlm = new QuirkyVlm(Habit.AT_MOST_TEN_TOLD);

  @TempDir Path folder;

  private Capabilities proven() throws InterruptedException {
    return vlm.probe(ProbeDepth.FULL, (what, number, of) -> {});
  }

  private static BackendCard version(BackendCard card, Optional<String> version) {
    return new BackendCard(
        card.uri(),
        card.server(),
        version,
        card.model(),
        card.host(),
        card.contextLength(),
        card.maxImages(),
        card.vision(),
        card.note());
  }

  private OwnedBackend owned(CapabilityStore store) {
    return new OwnedBackend(vlm, store, closed -> {}, Optional.empty(), Ticker.system());
  }

  @Test
  void whatWasProvenIsKnownToTheNextProcess() throws InterruptedException {
    Capabilities proven = proven();
    CapabilityStore.in(folder).keep(vlm.card(), proven);

    assertThat(CapabilityStore.in(folder).of(vlm.card())).contains(proven);
    assertThat(proven.maxImages()).hasValue(10);
  }

  @Test
  void aBackendOfARegistryKnowsWhatItsProbeProved() throws InterruptedException {
    CapabilityStore store = CapabilityStore.in(folder);
    OwnedBackend owned = owned(store);
    assertThat(owned.capabilities().probed()).isEmpty();

    Capabilities proven = owned.probe(ProbeDepth.SHORT, (what, number, of) -> {});

    assertThat(owned.capabilities()).isEqualTo(proven);
    assertThat(owned(store).capabilities()).isEqualTo(proven);
  }

  @Test
  void anotherVersionIsAnotherServer() throws InterruptedException {
    CapabilityStore store = CapabilityStore.in(folder);
    store.keep(vlm.card(), proven());

    assertThat(store.of(version(vlm.card(), Optional.of("1.1")))).isEmpty();
    assertThat(store.of(version(vlm.card(), Optional.empty()))).isEmpty();
  }

  @Test
  void whatIsOldIsForgotten() throws InterruptedException {
    CapabilityStore.in(folder).keep(vlm.card(), proven());
    Clock later = Clock.offset(Clock.systemUTC(), Duration.ofDays(29));
    Clock tooLate = Clock.offset(Clock.systemUTC(), Duration.ofDays(31));

    assertThat(new CapabilityStore(folder, later).of(vlm.card())).isPresent();
    assertThat(new CapabilityStore(folder, tooLate).of(vlm.card())).isEmpty();
  }

  @Test
  void aDamagedFileIsAsIfThereWereNone() throws InterruptedException, IOException {
    CapabilityStore store = CapabilityStore.in(folder);
    store.keep(vlm.card(), proven());
    Path file = files().get(0);
    for (String damage : new String[] {"", "{", "{}", "[]", "{\"schema\":\"zoetrope.probe/1\"}"}) {
      Files.writeString(file, damage);
      assertThat(store.of(vlm.card())).isEmpty();
    }
    assertThat(files()).hasSize(1);
  }

  @Test
  void aFolderThatCannotBeMadeCostsNothingButTheNextProbe()
      throws InterruptedException, IOException {
    Path taken = Files.createFile(folder.resolve("taken"));
    CapabilityStore store = CapabilityStore.in(taken.resolve("probes"));
    store.keep(vlm.card(), proven());

    assertThat(store.of(vlm.card())).isEmpty();
  }

  @Test
  void theUserSaysWhereCachesAre() {
    assertThat(CapabilityStore.usualFolder(Map.of("ZOETROPE_CACHE", "/a", "XDG_CACHE_HOME", "/b")))
        .isEqualTo(Path.of("/a/probes"));
    assertThat(CapabilityStore.usualFolder(Map.of("XDG_CACHE_HOME", "/b")))
        .isEqualTo(Path.of("/b/zoetrope/probes"));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList();
    }
  }
}
