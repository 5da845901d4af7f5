package dev.zoetrope.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HubProxyTest {
  private static List<Proxy> select(String uri, Map<String, String> environment) {
    return new HubProxy(environment).select(URI.create(uri));
  }

  @Test
  void theEnvironmentsProxyIsTaken() {
    Map<String, String> environment = Map.of("https_proxy", "http://user:pw@proxy.lab:3128");

    assertThat(select("https://huggingface.co/x", environment))
        .containsExactly(
            new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("proxy.lab", 3128)));
  }

  @Test
  void upperCaseAndBareHostsAreUnderstood() {
    assertThat(select("http://mirror.lab/x", Map.of("ALL_PROXY", "proxy.lab:8080")))
        .extracting(proxy -> ((InetSocketAddress) proxy.address()).getPort())
        .containsExactly(8080);
  }

  @Test
  void exemptHostsAreAskedDirectly() {
    Map<String, String> environment =
        Map.of("https_proxy", "http://proxy.lab:3128", "no_proxy", "localhost, .lab.example");

    assertThat(select("https://mirror.lab.example/x", environment)).containsExactly(Proxy.NO_PROXY);
    assertThat(select("https://collab.example/x", environment)).doesNotContain(Proxy.NO_PROXY);
  }
}
