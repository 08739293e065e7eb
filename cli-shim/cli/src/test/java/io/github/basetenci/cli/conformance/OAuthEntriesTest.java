package io.github.basetenci.cli.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.testing.Fixture;
import io.github.basetenci.testing.peers.NeedsPeers;
import io.github.basetenci.testing.peers.Peer;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The OAuth logins of the released tools are shown and not touched. */
class OAuthEntriesTest {
  @Fixture private Bench bench;
  private String trussrc;
  private String authJson;

  @BeforeEach
  void begin() throws IOException {
    trussrc =
        """
        [me]
        remote_provider = baseten
        remote_url = %s
        auth_type = oauth
        oauth_access_token = ACCESS
        oauth_refresh_token = REFRESH
        oauth_expires_at = 4102444800

        """
            .formatted(bench.url());
    authJson =
        """
        {
          "version": 1,
          "current": "me@example.com",
          "profiles": {
            "me@example.com": {
              "remote_url": "%s",
              "auth_type": "oauth",
              "oauth_credential": {
                "access_token": "ACCESS",
                "refresh_token": "REFRESH",
                "expiry": "2100-01-01T12:34:56.12+02:00"
              }
            }
          }
        }
        """
            .formatted(bench.url());
    bench.given(bench.trussrc(), trussrc);
    bench.given(bench.authJson(), authJson);
  }

  @Test
  @NeedsPeers({Peer.TRUSS, Peer.BASETEN})
  void oursShowsThemAsTheToolsDo() {
    assertThat(bench.ourStores())
        .containsExactly("truss logged_in me", "baseten logged_in me@example.com");
    assertThat(bench.truss("auth", "status").exits(0).out()).contains("auth_type: oauth\n");
    assertThat(bench.ours("auth", "status").exits(0).out())
        .startsWith(bench.baseten("auth", "status").exits(0).out())
        .doesNotContain("ACCESS", "REFRESH");
  }

  @Test
  @NeedsPeers({Peer.TRUSS, Peer.BASETEN})
  void theySurviveOurLoginAndLogoutOfAnotherNameByteForByte() throws IOException {
    bench.ourLogin(bench.key(), "--remote", "ci", "--no-switch").exits(0);

    assertThat(bench.read(bench.trussrc())).startsWith(trussrc);
    assertThat(bench.truss("auth", "status", "--remote", "me").exits(0).out())
        .contains("auth_type: oauth\n", "source: trussrc-inline\n");
    bench.baseten("auth", "status", "-q", ".auth_type").prints("\"oauth\"\n");

    bench.ours("logout", "--remote", "ci").exits(0);
    assertThat(bench.read(bench.trussrc())).isEqualTo(trussrc);
    assertThat(bench.read(bench.authJson())).isEqualTo(authJson);
  }
}
