package io.github.basetenci.keys;

import static io.github.basetenci.keys.KeysWorld.WAITS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.testing.Fixture;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeyRevocationTest {
  @Fixture private KeysWorld world;

  @Test
  void aRevokedKeyWorksNoMoreAndIsNotListed() throws Exception {
    ApiKey key = world.created();

    assertThat(world.revocation().revoke(key.prefix())).isTrue();

    assertThat(world.sandbox.accepts(key.reveal())).isFalse();
    assertThat(world.named()).isEmpty();
    assertThat(world.waited).isEmpty();
  }

  @Test
  void aKeyThatIsAlreadyGoneIsRevoked() throws Exception {
    assertThat(world.revocation().revoke("nosuchky")).isTrue();
    assertThat(world.requests("DELETE")).isEqualTo(1);
  }

  @Test
  void aRefusalIsNoRevocation() throws Exception {
    String prefix = world.created().prefix();
    world.sandbox.fault(Fault.status("DELETE", "/v1/api_keys/", 403, "{}"));

    assertThatThrownBy(() -> world.revocation().revoke(prefix)).isInstanceOf(ApiException.class);
  }

  @Test
  void aPageThatSaysNotFoundIsNoRevocation() throws Exception {
    String prefix = world.created().prefix();
    world.sandbox.fault(
        Fault.status("DELETE", "/v1/api_keys/", 404, "<h1>injected</h1>")
            .headers(Map.of("Content-Type", "text/html")));

    assertThatThrownBy(() -> world.revocation().revoke(prefix)).isInstanceOf(ApiException.class);
    assertThat(world.named()).hasSize(1);
  }

  @Test
  void aKeyThatStaysListedIsTold() throws Exception {
    String prefix = world.created().prefix();
    world.listsOnly(prefix, 99);

    assertThat(world.revocation().revoke(prefix)).isFalse();
    assertThat(world.waited).isEqualTo(WAITS);
  }

  @Test
  void everyKeyThatFitsIsRevokedAndNoOther() throws Exception {
    String first = world.created().prefix();
    String second =
        world.manager.create(KeysWorld.WANTED, world.sandbox.teamId(Sandbox.SECOND_TEAM)).prefix();
    int others = world.manager.list().size() - 2;

    KeyRevocation.Revoked revoked = world.revocation().revokeAll(KeysWorld::isNamed, false);

    assertThat(revoked.prefixes()).containsExactlyInAnyOrder(first, second);
    assertThat(revoked.listed()).isEmpty();
    assertThat(world.manager.list()).hasSize(others);
  }

  @Test
  void aKeyThatMayBeListedLateIsWaitedFor() throws Exception {
    String prefix = world.created().prefix();
    world.emptyLists(2);

    KeyRevocation.Revoked revoked = world.revocation().revokeAll(KeysWorld::isNamed, true);

    assertThat(revoked.prefixes()).containsExactly(prefix);
    assertThat(world.waited).isEqualTo(WAITS.subList(0, 2));
    assertThat(world.named()).isEmpty();
  }

  @Test
  void whereNoKeyCanBeLateNobodyWaits() throws Exception {
    assertThat(world.revocation().revokeAll(KeysWorld::isNamed, false).prefixes()).isEmpty();
    assertThat(world.waited).isEmpty();
  }

  @Test
  void aKeyThatAppearsAfterAnotherWasRevokedIsRevokedToo() throws Exception {
    String prefix = world.created().prefix();
    world.listsOnly("nosuchky", 1);

    KeyRevocation.Revoked revoked = world.revocation().revokeAll(KeysWorld::isNamed, false);

    assertThat(revoked.prefixes()).containsExactly("nosuchky", prefix);
    assertThat(world.named()).isEmpty();
  }

  @Test
  void ofAllKeysThoseThatStayListedAreTold() throws Exception {
    String prefix = world.created().prefix();
    world.listsOnly(prefix, 99);

    KeyRevocation.Revoked revoked = world.revocation().revokeAll(KeysWorld::isNamed, false);

    assertThat(revoked.prefixes()).containsExactly(prefix);
    assertThat(revoked.listed()).extracting(ApiKeyInfo::prefix).containsExactly(prefix);
    assertThat(world.waited).isEqualTo(WAITS);
    assertThat(world.requests("DELETE")).isEqualTo(1);
  }
}
