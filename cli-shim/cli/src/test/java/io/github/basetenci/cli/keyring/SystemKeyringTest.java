package io.github.basetenci.cli.keyring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.shim.command.CiVariables;
import io.github.basetenci.store.BasetenKeyring;
import io.github.basetenci.store.Keyring;
import io.github.basetenci.store.Keyring.Unavailable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SystemKeyringTest {
  private static final String BUS = "DBUS_SESSION_BUS_ADDRESS";

  @TempDir private Path directory;

  @Test
  void noCommandWaitsLongerThanTwoSeconds() {
    assertThat(SystemKeyring.LIMIT).isEqualTo(Duration.ofSeconds(2));
  }

  @ParameterizedTest
  @CsvSource({
    "BASETEN_TRUSS_AUTH_KEYRING_DISABLED,1,BASETEN_TRUSS_AUTH_KEYRING_DISABLED is set",
    "BASETEN_TRUSS_AUTH_KEYRING_DISABLED,Yes,BASETEN_TRUSS_AUTH_KEYRING_DISABLED is set",
    "CI,true,CI is set",
    "CI,woodpecker,CI is set",
    "GITHUB_ACTIONS,true,GITHUB_ACTIONS is set",
    "JENKINS_URL,http://ci,JENKINS_URL is set",
    "TF_BUILD,True,TF_BUILD is set"
  })
  void aSwitchKeepsItClosedOnEverySystem(String name, String value, String reason) {
    for (String os : new String[] {"Linux", "Mac OS X", "Windows 11"}) {
      assertThat(reading(Map.of(BUS, "unix:path=" + directory.resolve("bus"), name, value), os))
          .isEqualTo(new Unavailable(Unavailable.Kind.NONE, reason));
    }
  }

  /** The program is missing, which is a failure even if it is found out late. */
  @Test
  void windowsHasItsCredentialManager() {
    assertThat(reading(Map.of("SystemRoot", directory.toString()), "Windows 11"))
        .isInstanceOfSatisfying(
            Unavailable.class,
            failure -> assertThat(failure.kind()).isEqualTo(Unavailable.Kind.FAILED));
  }

  @Test
  void theDirectoryOfWindowsIsFoundInEverySpelling() {
    assertThat(SystemKeyring.systemRoot(Map.of("SystemRoot", "D:\\W"))).isEqualTo("D:\\W");
    assertThat(SystemKeyring.systemRoot(Map.of("SYSTEMROOT", "D:\\W"))).isEqualTo("D:\\W");
    assertThat(SystemKeyring.systemRoot(Map.of())).isEqualTo("C:\\Windows");
  }

  @ParameterizedTest
  @CsvSource({"''", "disabled:", "autolaunch:", "tcp:host=127.0.0.1"})
  void withoutASessionBusThereIsNone(String address) {
    Unavailable none = new Unavailable(Unavailable.Kind.NONE, "there is no session bus");
    assertThat(reading(Map.of(), "Linux")).isEqualTo(none);
    assertThat(reading(Map.of(BUS, address), "Linux")).isEqualTo(none);
  }

  /** The limit is a long one here, since this is not about it. */
  @Test
  void anAddressWhereNothingListensIsAFailure() {
    String address = "unix:path=" + directory.resolve("bus");
    Keyring keyring =
        new LimitedKeyring(
            () -> new SecretServiceKeyring(address), Duration.ofHours(1), System::nanoTime);

    assertThat(keyring.read(BasetenKeyring.entry("me")))
        .isEqualTo(new Unavailable(Unavailable.Kind.FAILED, "the session bus cannot be reached"));
  }

  private static Keyring.Reading reading(Map<String, String> environment, String os) {
    return SystemKeyring.of(environment, CiVariables.of(environment), os, () -> 0)
        .read(BasetenKeyring.entry("me"));
  }
}
