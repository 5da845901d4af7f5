package dev.zoetrope.notebooks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * JupyterLab as {@code ./zoetrope lab} starts it, on copies of notebooks and with fresh folders.
 */
final class Lab implements AutoCloseable {
  static final String TOKEN = "a-test-and-no-secret";

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Process process;
  private final Path root;
  private final Path log;
  private final String url;

  private Lab(Process process, Path root, Path log, String url) {
    this.process = process;
    this.root = root;
    this.log = log;
    this.url = url;
  }

  static Lab of(Path... notebooks) throws IOException, InterruptedException {
    Path folder = Launcher.freshFolder("lab-");
    Path root = Files.createDirectory(folder.resolve("notebooks"));
    for (Path notebook : notebooks) {
      Files.copy(notebook, root.resolve(notebook.getFileName()));
    }
    // Links, so that what the course reads is there and what it writes stays here.
    Files.createSymbolicLink(root.resolve("clips"), Checkout.NOTEBOOKS.resolve("clips"));
    int port = freePort();
    ProcessBuilder builder =
        Launcher.command(
            "lab",
            "--no-browser",
            "--ServerApp.port=" + port,
            "--ServerApp.port_retries=0",
            "--ServerApp.root_dir=" + root,
            "--IdentityProvider.token=" + TOKEN,
            "--LabApp.expose_app_in_browser=True");
    builder.environment().put("ZOETROPE_JUPYTER_STATE", folder.resolve("state").toString());
    Path log = folder.resolve("lab.log");
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Lab lab = new Lab(process, root, log, "http://127.0.0.1:" + port);
    try {
      Await.until(PATIENCE, lab::answers);
    } catch (IOException | InterruptedException | AssertionError e) {
      lab.close();
      throw e;
    }
    return lab;
  }

  String url() {
    return url;
  }

  String log() throws IOException {
    return Files.readString(log);
  }

  /** A file as it lies on the server's disk now. */
  Path file(String name) {
    return root.resolve(name);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private boolean answers() throws InterruptedException, IOException {
    if (!process.isAlive()) {
      throw new AssertionError("JupyterLab ended: " + log());
    }
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/api/status?token=" + TOKEN))
            .timeout(Duration.ofSeconds(30))
            .build();
    try {
      return HttpClient.newHttpClient()
              .send(request, HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      Processes.end(process);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
