package dev.zoetrope.kernel.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.zoetrope.kernel.TestingRepository;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MavenMagicTest {
  @TempDir private Path folder;
  private final MagicDesk desk = new MagicDesk();
  private TestingRepository repository;

  @BeforeEach
  void fill() throws Exception {
    repository =
        new TestingRepository(folder)
            .jar("core", "1.0")
            .jar("core", "2.0")
            .jar("util", "2.0", "core:2.0")
            .jar("lib", "1.0", "core:1.0", "util:2.0");
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private void maven(String arguments) throws Exception {
    maven("%maven", arguments);
  }

  private void maven(String magic, String arguments) throws Exception {
    desk.run(magic + " --settings " + repository.settings() + " " + arguments);
  }

  private List<String> added() {
    return desk.session.added.stream().map(path -> path.getFileName().toString()).toList();
  }

  @Test
  void whatALibraryNeedsComesWithItAndConflictsAreExplained() throws Exception {
    maven("demo:lib:1.0");

    assertThat(added()).containsExactly("lib-1.0.jar", "core-1.0.jar", "util-2.0.jar");
    assertThat(desk.session.added)
        .allSatisfy(jar -> assertThat(jar).startsWith(repository.local()));
    assertThat(desk.printed("stdout"))
        .contains("Added 3 jars", "  demo:lib:1.0\n", "    demo:util:2.0\n")
        .contains("demo:core 1.0 is taken; demo:util asks for 2.0, but is farther away.");
    assertThat(desk.shown().get(0).get("text/plain").toString()).contains("Downloading");
  }

  @Test
  void sourcesLieBesideTheirJarIfThereAreAnyAndOnlyIfAskedFor() throws Exception {
    repository.classifier("core", "1.0", "sources");

    maven("demo:core:1.0");
    Path jar = desk.session.added.get(0);
    Path sources = jar.resolveSibling("core-1.0-sources.jar");
    assertThat(sources).doesNotExist();

    maven("--sources demo:core:1.0 demo:util:2.0");
    assertThat(sources).exists();
    assertThat(added()).containsExactly("core-1.0.jar", "util-2.0.jar");
  }

  @Test
  void aSecondVersionIsRefusedAndTheSameOneIsNoNews() throws Exception {
    maven("demo:core:1.0");
    maven("demo:core:1.0");
    maven("demo:core:2.0");

    assertThat(added()).containsExactly("core-1.0.jar");
    assertThat(desk.printed("stdout"))
        .contains("on the class path already", "core 1.0 was added before and stays");
  }

  @Test
  void whatTheKernelHasAnywayStays() throws Exception {
    Path place =
        Files.createDirectories(repository.remote().resolve("com/google/code/gson/gson/1.0"));
    Files.writeString(
        place.resolve("gson-1.0.pom"),
        "<project><modelVersion>4.0.0</modelVersion><groupId>com.google.code.gson</groupId>"
            + "<artifactId>gson</artifactId><version>1.0</version></project>");
    Files.write(place.resolve("gson-1.0.jar"), new byte[] {1});

    maven("com.google.code.gson:gson:1.0");

    assertThat(desk.session.added).isEmpty();
    assertThat(desk.printed("stdout"))
        .contains("gson 2.", "is part of the kernel", "1.0 is not added");
  }

  @Test
  void exclusionsClassifiersAndDryRunsAreHeeded() throws Exception {
    repository.classifier("core", "1.0", "linux");

    maven("demo:lib:1.0 --exclude demo:util --dry-run");
    assertThat(desk.session.added).isEmpty();
    assertThat(desk.printed("stdout")).contains("Would add 2 jars").doesNotContain("util");

    maven("demo:core:1.0:linux");
    maven("demo:core:jar:linux:1.0");
    assertThat(added()).containsExactly("core-1.0-linux.jar");
  }

  @Test
  void versionsComeFromABomElseFromTheNewestRelease() throws Exception {
    repository.bom("bom", "7", "util:2.0", "core:2.0");
    repository.released("core", "2.0", List.of("1.0", "2.0"));

    maven("demo:core");
    assertThat(added()).containsExactly("core-2.0.jar");

    desk.session.added.clear();
    maven("--bom demo:bom:7 demo:util");
    assertThat(added()).containsExactly("util-2.0.jar");
  }

  @Test
  void aPastedPomAndAListAreRead() throws Exception {
    repository.bom("bom", "7", "util:2.0");
    maven(
        "%%maven",
        """

        <dependencyManagement><dependencies><dependency><groupId>demo</groupId><artifactId>bom</artifactId>
        <version>7</version><type>pom</type><scope>import</scope></dependency></dependencies></dependencyManagement>
        <dependency>
          <groupId>demo</groupId>
          <artifactId>util</artifactId>
        </dependency>
        """);
    maven("%%maven", "\n# a list\ndemo:lib:1.0 // with words\n");

    assertThat(added()).containsExactly("util-2.0.jar", "core-2.0.jar", "lib-1.0.jar");
    assertThatThrownBy(() -> maven("%%maven", "\n<dependency>")).hasMessageContaining("no XML");
  }

  @Test
  void offlineTakesWhatIsThereAndSaysWhatIsNot() throws Exception {
    assertThatThrownBy(() -> maven("--offline demo:core:1.0"))
        .hasMessage("demo:core:1.0 is not in the local repository.");

    maven("demo:core:1.0 --dry-run");
    maven("--offline demo:core:1.0");

    assertThat(added()).containsExactly("core-1.0.jar");
  }

  @Test
  void whatIsMissingIsNamedWithWhereItWasLookedFor() {
    assertThatThrownBy(() -> maven("demo:core:9.9"))
        .hasMessageContaining("demo:core:9.9")
        .hasMessageContaining("was not found in mirror (file:");
    assertThatThrownBy(() -> maven("demo")).hasMessageContaining("no coordinate");
    assertThatThrownBy(() -> maven("")).hasMessageContaining("Which library?");
  }

  @Test
  void badArgumentsAreNamedEachForItself() throws Exception {
    Path broken = Files.writeString(folder.resolve("broken.xml"), "<settings><nothing");

    assertThatThrownBy(() -> desk.run("%maven --settings /nowhere/at/all.xml demo:core:1.0"))
        .hasMessageContaining("/nowhere/at/all.xml");
    assertThatThrownBy(() -> desk.run("%maven --settings " + broken + " demo:core:1.0"))
        .hasMessageContaining("broken.xml")
        .hasMessageNotContaining("IllegalStateException");
    assertThatThrownBy(() -> maven("--exclude nonsense demo:core:1.0"))
        .hasMessage("\"nonsense\" cannot be left out.");
    assertThatThrownBy(() -> maven("--repo htp:/x demo:core:1.0"))
        .hasMessage("\"htp:/x\" is no address of a repository.");
    assertThatThrownBy(() -> maven("--bom demo:nowhere:1 demo:core"))
        .hasMessageContaining("demo:nowhere");
  }

  @Test
  void aServerThatFailsIsToldWithItsStatus() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(503, -1);
          exchange.close();
        });
    server.start();
    try {
      Path settings = repository.settings("http://127.0.0.1:" + server.getAddress().getPort(), "");
      assertThatThrownBy(() -> desk.run("%maven --settings " + settings + " demo:core:1.0"))
          .hasMessageContaining("503");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void snapshotsAreFound() throws Exception {
    repository.jar("snap", "1.0-SNAPSHOT");

    maven("--repo mine=" + repository.remote().toUri() + " --update demo:snap:1.0-SNAPSHOT");

    assertThat(added()).containsExactly("snap-1.0-SNAPSHOT.jar");
  }

  @Test
  void aFurtherRepositoryIsAsked() throws Exception {
    Path settings =
        Files.writeString(
            folder.resolve("bare.xml"),
            "<settings><localRepository>"
                + repository.local()
                + "</localRepository>"
                + "<mirrors><mirror><id>none</id><mirrorOf>central</mirrorOf><url>"
                + folder.resolve("nothing").toUri()
                + "</url></mirror></mirrors></settings>");

    desk.run(
        "%maven --settings "
            + settings
            + " --repo mine="
            + repository.remote().toUri()
            + " demo:core:1.0");

    assertThat(added()).containsExactly("core-1.0.jar");
  }

  @Test
  void theProxyOfTheSettingsIsUsed() throws Exception {
    List<String> asked = new CopyOnWriteArrayList<>();
    HttpServer proxy =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    proxy.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().toString());
          Path file = repository.remote().resolve(exchange.getRequestURI().getPath().substring(1));
          byte[] bytes = Files.isRegularFile(file) ? Files.readAllBytes(file) : new byte[0];
          exchange.sendResponseHeaders(
              bytes.length > 0 ? 200 : 404, bytes.length > 0 ? bytes.length : -1);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    proxy.start();
    try {
      Path settings =
          repository.settings(
              "http://repo.invalid",
              "<proxies><proxy><active>true</active><protocol>http</protocol><host>127.0.0.1</host><port>"
                  + proxy.getAddress().getPort()
                  + "</port></proxy></proxies>");
      desk.run("%maven --settings " + settings + " demo:core:1.0");
    } finally {
      proxy.stop(0);
    }

    assertThat(added()).containsExactly("core-1.0.jar");
    assertThat(asked).anySatisfy(uri -> assertThat(uri).contains("core-1.0.jar"));
  }

  @Test
  void aStopLeavesADownloadThatHangs() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.countDown();
          try {
            release.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.close();
        });
    server.start();
    Thread cell = Thread.currentThread();
    Thread stopper =
        new Thread(
            () -> {
              try {
                asked.await();
              } catch (InterruptedException e) {
                return;
              }
              cell.interrupt();
            });
    stopper.start();
    try {
      Path settings = repository.settings("http://127.0.0.1:" + server.getAddress().getPort(), "");
      assertThatThrownBy(() -> desk.run("%maven --settings " + settings + " demo:core:1.0"))
          .isInstanceOf(InterruptedException.class);
    } finally {
      release.countDown();
      server.stop(0);
    }
  }

  @Test
  void coordinatesAreCompletedFromTheLocalRepository() throws Exception {
    repository.jar("core", "10.0").jar("core", "2.0-rc1");
    LocalRepository local = new LocalRepository(repository.remote());

    assertThat(local.suggest("de")).containsExactly("demo:");
    assertThat(local.suggest("demo:u")).containsExactly("demo:util:");
    assertThat(local.suggest("demo:core:"))
        .containsExactly("demo:core:10.0", "demo:core:2.0", "demo:core:2.0-rc1", "demo:core:1.0");
    assertThat(local.suggest("nothing.here:x")).isEmpty();
  }

  @Test
  void groupsAreCompletedPieceByPiece() throws Exception {
    for (String file : List.of("org/a/b/lib/1/lib-1.pom", "org/a/top/1/top-1.pom")) {
      Path path = folder.resolve("m2").resolve(file);
      Files.createDirectories(path.getParent());
      Files.createFile(path);
    }
    LocalRepository local = new LocalRepository(folder.resolve("m2"));

    assertThat(local.suggest("o")).containsExactly("org.");
    assertThat(local.suggest("org.")).containsExactly("org.a:", "org.a.");
    assertThat(local.suggest("org.a.")).containsExactly("org.a.b:");
    assertThat(local.suggest("org.a:")).containsExactly("org.a:top:");
  }
}
