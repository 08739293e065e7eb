package io.github.basetenci.action.toolkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyVariablesTest {
  private static final URI TLS = URI.create("https://a.example.com/x");

  @Test
  void eachSchemeHasItsProxyInEitherCase() {
    assertThat(proxy(Map.of("https_proxy", "http://p1:81", "HTTPS_PROXY", "http://p2"), TLS))
        .isEqualTo("p1:81");
    assertThat(proxy(Map.of("https_proxy", "", "HTTPS_PROXY", "p2:3128"), TLS))
        .isEqualTo("p2:3128");
    assertThat(proxy(Map.of("http_proxy", "http://p3"), URI.create("http://a.example.com")))
        .isEqualTo("p3:80");
    assertThat(proxy(Map.of("http_proxy", "http://p3"), TLS)).isEqualTo("none");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"*", "example.com", ".example.com", "x, A.Example.com ", "a.example.com:443"})
  void noProxyIsObeyed(String noProxy) {
    assertThat(proxy(Map.of("https_proxy", "p", "NO_PROXY", noProxy), TLS)).isEqualTo("none");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {",", "ample.com", "a.example.com:80", "b.a.example.com", ".a.example.com"})
  void noProxyMeansWholeNames(String noProxy) {
    assertThat(proxy(Map.of("https_proxy", "p", "no_proxy", noProxy), TLS)).isEqualTo("p:80");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.9", "[::1]"})
  void loopbackNeedsNoProxy(String host) {
    assertThat(proxy(Map.of("https_proxy", "p"), URI.create("https://" + host + ":8/")))
        .isEqualTo("none");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://p:1", "http://user:hunter2@p:1", "http://", "http://a b:hunter2@c"})
  void aProxyThatCannotBeUsedIsAnErrorWithoutItsPassword(String proxy) {
    assertThatExceptionOfType(ToolkitException.class)
        .isThrownBy(() -> proxy(Map.of("HTTPS_PROXY", proxy), TLS))
        .withMessageContaining("https_proxy")
        .withMessageNotContaining("hunter2")
        .withNoCause();
  }

  private static String proxy(Map<String, String> environment, URI uri) {
    Proxy proxy = new ProxyVariables(environment).proxyFor(uri);
    if (proxy.address() == null) {
      return "none";
    }
    InetSocketAddress address = (InetSocketAddress) proxy.address();
    return address.getHostString() + ":" + address.getPort();
  }
}
