package dev.zoetrope.backend;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Whose certificates are believed: those that the platform believes, and a user's own. */
final class HttpTrust {
  private HttpTrust() {}

  /**
   * The file's text.
   *
   * @throws BackendException.BadSettings if no certificate stands in it
   */
  static String pem(Path file) {
    try {
      String text = Files.readString(file);
      certificates(text);
      return text;
    } catch (IOException | GeneralSecurityException e) {
      throw new BackendException.BadSettings(
          "The file ca names, "
              + file.getFileName()
              + ", holds no certificate that can be read; give one in PEM, beginning with"
              + " -----BEGIN CERTIFICATE-----.");
    }
  }

  private static List<Certificate> certificates(String pem) throws GeneralSecurityException {
    Collection<? extends Certificate> read =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
    if (read.isEmpty()) {
      throw new GeneralSecurityException("no certificate");
    }
    return List.copyOf(read);
  }

  /** The client also believes servers that one of these vouches for. */
  static void add(OkHttpClient.Builder client, String pem) {
    try {
      X509TrustManager trust = manager(store(pem));
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {trust}, null);
      client.sslSocketFactory(context.getSocketFactory(), trust);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("every Java platform has TLS", e);
    }
  }

  private static KeyStore store(String pem) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    List<Certificate> all =
        Stream.concat(certificates(pem).stream(), Arrays.stream(manager(null).getAcceptedIssuers()))
            .toList();
    for (int i = 0; i < all.size(); i++) {
      store.setCertificateEntry("ca" + i, all.get(i));
    }
    return store;
  }

  private static X509TrustManager manager(@Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return Arrays.stream(factory.getTrustManagers())
        .filter(X509TrustManager.class::isInstance)
        .map(X509TrustManager.class::cast)
        .findFirst()
        .orElseThrow(() -> new GeneralSecurityException("no X.509"));
  }
}
