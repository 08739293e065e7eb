package io.github.basetenci.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.auth.Status.State;
import io.github.basetenci.auth.Status.StoreView;
import io.github.basetenci.store.StoreFiles;
import io.github.basetenci.store.StorePaths;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command's conformance tests hold many more cases against the released tools. */
class StatusTest {
  private static final Instant NOW = Instant.parse("2026-11-30T08:00:00Z");
  private static final String REMOTE =
      "[a]\nremote_provider = baseten\nremote_url = https://app.baseten.co\n";

  @TempDir Path home;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void begin() {
    environment.put("HOME", home.toString());
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "api_key, api_key = k, LOGGED_IN",
        "-, api_key = k, LOGGED_IN",
        "-, team = t, NO_CREDENTIAL",
        "api_key, api_key =, NO_CREDENTIAL",
        "other, team = t, NO_CREDENTIAL",
        "api_key, team = t, IN_KEYRING",
        "oauth, oauth_access_token = t, IN_KEYRING",
        "-, oauth_access_token = t, UNUSABLE",
      })
  void aRemoteIsInTheStateThatTrussWillFindItIn(String authType, String option, State state)
      throws Exception {
    Files.writeString(
        home.resolve(".trussrc"),
        REMOTE + (authType == null ? "" : "auth_type = " + authType + "\n") + option + "\n");

    assertThat(truss(null).state()).isEqualTo(state);
  }

  @Test
  void theKeyVariableCountsForARemoteWithoutSecretOfItsOwnAlone() throws Exception {
    environment.put("BASETEN_API_KEY", "k");

    Files.writeString(home.resolve(".trussrc"), REMOTE);
    assertThat(truss(null).state()).isEqualTo(State.LOGGED_IN);

    Files.writeString(home.resolve(".trussrc"), REMOTE + "auth_type = api_key\n");
    assertThat(truss(null).state()).isEqualTo(State.IN_KEYRING);
  }

  @Test
  void whatMakesEveryCallFailIsSaid() throws Exception {
    Files.writeString(home.resolve(".trussrc"), "[a]\nremote_url = u\napi_key = k\n");
    assertThat(truss(null).problem())
        .isEqualTo("remote 'a' has no line remote_provider = baseten; log in again");

    Files.writeString(
        home.resolve(".trussrc"),
        REMOTE.replace("[a]", "[b]") + "api_key = k\noauth_access_token = t\n");
    assertThat(truss("b").problem())
        .isEqualTo("remote 'b' has both an API key and an OAuth token; log in again");

    environment.put("BASETEN_TRUSS_AUTH_API_KEY", "k");
    assertThat(truss(null).problem())
        .isEqualTo(
            "BASETEN_TRUSS_AUTH_API_KEY is set but BASETEN_TRUSS_AUTH_REMOTE_URL is not; set both"
                + " or neither");

    environment.put("BASETEN_TRUSS_AUTH_REMOTE_URL", "https://app.baseten.co");
    assertThat(truss(null).loggedIn()).isTrue();
    assertThat(truss("a").problem()).contains("takes no remote by name");
  }

  @Test
  void aProfileThatBasetenCannotUseIsNotLoggedIn() throws Exception {
    Path file = home.resolve("auth.json");
    environment.put("BASETEN_CONFIG_DIR", home.toString());
    String store =
        """
        {"current": "ci", "profiles": {"ci": {
          "remote_url": "https://app.baseten.co", "auth_type": "api_key", "api_key": "k"}}}
        """;

    Files.writeString(file, store);
    assertThat(baseten().state()).isEqualTo(State.LOGGED_IN);
    Files.writeString(file, store.replace("\"api_key\",", "\"oauth\","));
    assertThat(baseten().state()).isEqualTo(State.IN_KEYRING);
    Files.writeString(file, store.replace("\"api_key\",", "\"other\","));
    assertThat(baseten().problem())
        .isEqualTo("profile 'ci' has the auth_type 'other'; log in again");
    Files.writeString(file, store.replace(".co", ".co/path"));
    assertThat(baseten().problem())
        .isEqualTo(
            "profile 'ci' has a remote_url that is no https://host[:port]:"
                + " \"https://app.baseten.co/path\"");
  }

  private StoreView truss(String remote) throws Exception {
    Stores stores = stores();
    return new Status(new Environment(environment), NOW).truss(remote, stores, stores.read());
  }

  private StoreView baseten() throws Exception {
    Stores stores = stores();
    return new Status(new Environment(environment), NOW).baseten(null, stores, stores.read());
  }

  private Stores stores() {
    return new Stores(StorePaths.of(environment, "Linux"), new StoreFiles(), key -> {});
  }
}
