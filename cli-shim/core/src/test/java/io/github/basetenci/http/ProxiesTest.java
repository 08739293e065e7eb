package io.github.basetenci.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxiesTest {
  private static final String HTTPS = "https://api.example.test";
  private static final String HTTP = "http://api.example.test";

  @Test
  void noVariableIsNoProxy() throws Exception {
    assertThat(Proxies.NONE.find(URI.create(HTTPS))).isNull();
    assertThat(find(HTTPS, "HTTPS_PROXY", "", "ALL_PROXY", "")).isNull();
  }

  @Test
  void theVariableOfTheSchemeComesBeforeAllProxy() throws Exception {
    assertThat(find(HTTPS, "HTTPS_PROXY", "a:1", "HTTP_PROXY", "b:2", "ALL_PROXY", "c:3"))
        .isEqualTo("a:1");
    assertThat(find(HTTP, "HTTPS_PROXY", "a:1", "HTTP_PROXY", "b:2", "ALL_PROXY", "c:3"))
        .isEqualTo("b:2");
    assertThat(find(HTTPS, "HTTP_PROXY", "b:2", "ALL_PROXY", "c:3")).isEqualTo("c:3");
  }

  @Test
  void theLowerCaseNameComesFirstUnlessItIsEmpty() throws Exception {
    assertThat(find(HTTPS, "HTTPS_PROXY", "a:1", "https_proxy", "b:2")).isEqualTo("b:2");
    assertThat(find(HTTPS, "HTTPS_PROXY", "a:1", "https_proxy", "")).isEqualTo("a:1");
    assertThat(find(HTTPS, "https_proxy", "b:2", "NO_PROXY", "x", "no_proxy", "*")).isNull();
  }

  @Test
  void aWebServersRequestHeaderIsNoProxyVariable() throws Exception {
    assertThat(find(HTTP, "HTTP_PROXY", "evil:1", "REQUEST_METHOD", "GET")).isNull();
    assertThat(find(HTTP, "http_proxy", "good:1", "REQUEST_METHOD", "GET")).isEqualTo("good:1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://localhost:1", "https://x.localhost", "http://127.3.2.1", "http://[::1]"})
  void loopbackIsNeverProxied(String target) throws Exception {
    assertThat(find(target, "HTTPS_PROXY", "a:1", "HTTP_PROXY", "a:1")).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "proxy.example, proxy.example:80",
    "proxy_1:3128, proxy_1:3128",
    "http://proxy.example/, proxy.example:80",
    "HTTPS://proxy.example, proxy.example:443",
    "http://user:p@ss@proxy.example:8080, proxy.example:8080",
    "http://[fd00::1]:3128, [fd00::1]:3128"
  })
  void aProxyIsWrittenInTheseForms(String value, String shown) throws Exception {
    assertThat(find(HTTPS, "HTTPS_PROXY", value)).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://u:hunter2@proxy:1080",
        "http://u:hunter2@:80",
        "http://u:hunter2@proxy:port",
        "http://u:hunter2@proxy:99999",
        "http://u:hunter2%zz@proxy",
        "http://u:hunter2@proxy/path"
      })
  void anUnusableValueNamesTheVariableAndNotThePassword(String value) {
    assertThatThrownBy(() -> find(HTTPS, "all_proxy", value))
        .isInstanceOf(TransportException.class)
        .hasMessageStartingWith("the variable ALL_PROXY is no usable proxy address;")
        .hasMessageNotContaining("hunter2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "socks5://u:hunter2@proxy:1080",
        "SOCKS5H://u:hunter2@proxy:1080",
        "socks4a://proxy:1080",
        "socks://proxy"
      })
  void aSocksProxyIsRefusedAsOne(String value) {
    assertThatThrownBy(() -> find(HTTPS, "https_proxy", value))
        .isInstanceOf(TransportException.class)
        .hasMessage(
            "the variable HTTPS_PROXY names a SOCKS proxy, and only HTTP proxies can be used; name"
                + " one as http://host:port");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://u:hunter2@proxy:3128\n",
        " http://u:hunter2@proxy:3128",
        "http://u:hun ter2@proxy:3128\t",
        "http://proxy:3128\u00a0"
      })
  void aBlankInAValueIsSaidAndTheValueIsNot(String value) {
    assertThatThrownBy(() -> find(HTTPS, "HTTPS_PROXY", value))
        .isInstanceOf(TransportException.class)
        .hasMessageStartingWith(
            "the variable HTTPS_PROXY has a blank or a line end in it; write it")
        .hasMessageNotContaining("ter2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*                    | https://api.example.test      | true",
        "example.test         | https://api.example.test      | true",
        "example.test         | https://example.test          | true",
        ".example.test        | https://api.example.test      | true",
        "*.example.test       | https://api.example.test      | true",
        "EXAMPLE.test         | https://API.example.TEST      | true",
        "ample.test           | https://api.example.test      | false",
        "a.b, , api.example.test | https://api.example.test   | true",
        "a.b api.example.test | https://api.example.test      | true",
        "example.test:443     | https://api.example.test      | true",
        "example.test:443     | https://api.example.test:8443 | false",
        "10.1.2.3             | https://10.1.2.3              | true",
        "10.1.2.3             | https://10.1.2.30             | false",
        "10.1.2.3:443         | https://10.1.2.3              | true",
        "10.0.0.0/8           | https://10.200.3.4            | true",
        "10.0.0.0/8           | https://11.0.0.1              | false",
        "10.0.0.0/0           | https://11.0.0.1              | true",
        "10.1.2.128/25        | https://10.1.2.127            | false",
        "fd00::/8             | https://[fdab::1]             | true",
        "fd00::/8             | https://[fe80::1]             | false",
        "fd00::/8             | https://10.0.0.1              | false",
        "[fd00::1]            | https://[fd00::1]             | true",
        "fd00::1              | https://[fd00:0:0::1]         | true",
        "[fd00::1]:443        | https://[fd00::1]:444         | false",
        "10.0.0.0/33          | https://10.0.0.1              | false",
        "10.0.0.0/x           | https://10.0.0.1              | false",
        "example.test/8       | https://api.example.test      | false"
      })
  void noProxyTakesHostsSuffixesPortsAndRanges(String value, String target, boolean direct)
      throws Exception {
    String found = find(target, "HTTPS_PROXY", "p:1", "NO_PROXY", value);

    assertThat(found).isEqualTo(direct ? null : "p:1");
  }

  private static String find(String target, String... environment) throws TransportException {
    Map<String, String> variables = new HashMap<>();
    for (int i = 0; i < environment.length; i += 2) {
      variables.put(environment[i], environment[i + 1]);
    }
    Proxies.Proxy proxy = Proxies.of(variables).find(URI.create(target));
    return proxy == null ? null : proxy.toString();
  }
}
