package io.github.basetenci.ephemeral;

import static io.github.basetenci.ephemeral.EphemeralWorld.NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.testing.Fixture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class EphemeralKeysTest {
  @Fixture private EphemeralWorld world;

  @Test
  void aKeyIsMintedAsAskedForAndDeletedByItsName() throws Exception {
    String team = world.sandbox.teamId(Sandbox.SECOND_TEAM);

    ApiKey key = world.keys().mint(NAME, ApiKeyType.WORKSPACE_INVOKE, List.of("m1"), team);

    ApiKeyInfo listed = world.ofName(NAME).get(0);
    assertThat(listed.prefix()).isEqualTo(key.prefix());
    assertThat(listed.type()).isEqualTo(ApiKeyType.WORKSPACE_INVOKE);
    assertThat(listed.modelIds()).containsExactly("m1");
    assertThat(listed.teamName()).isEqualTo(Sandbox.SECOND_TEAM);
    assertThat(world.keys().delete(NAME, false)).containsExactly(key.prefix());
    assertThat(world.sandbox.accepts(key.reveal())).isFalse();
    assertThat(world.keys().delete(NAME, true)).isEmpty();
  }

  @Test
  void noKeyOfAnotherNameIsDeleted() throws Exception {
    EphemeralName other = EphemeralName.of(NAME.end(), "17123456789-1-push", "00000000");
    world.keys().mint(other, ApiKeyType.WORKSPACE_INVOKE, null, null);

    assertThat(world.keys().delete(NAME, true)).isEmpty();

    assertThat(world.ofName(other)).hasSize(1);
  }

  @Test
  void aKeyWhoseAnswerWasLostIsDeletedAndAnotherOneMinted() throws Exception {
    world.sandbox.fault(Fault.of(Fault.Kind.CUT_AFTER, "POST", "/v1/"));

    ApiKey key = world.keys().mint(NAME, ApiKeyType.WORKSPACE_INVOKE, null, null);

    assertThat(world.ofName(NAME)).singleElement().matches(k -> k.prefix().equals(key.prefix()));
    assertThat(world.sandbox.accepts(key.reveal())).isTrue();
  }

  @Test
  void aRequestIsNotSentAThirdTime() throws Exception {
    world.sandbox.fault(Fault.of(Fault.Kind.CUT_AFTER, "POST", "/v1/").times(9));

    assertThatThrownBy(() -> world.keys().mint(NAME, ApiKeyType.WORKSPACE_INVOKE, null, null))
        .isInstanceOf(TransportException.class);

    assertThat(world.sandbox.requests()).filteredOn(c -> c.method().equals("POST")).hasSize(2);
    assertThat(world.ofName(NAME)).isEmpty();
  }

  @Test
  void aKeyThatIsListedLateIsFoundByWhoeverKnowsThatItWasAskedFor() throws Exception {
    world.keys().mint(NAME, ApiKeyType.WORKSPACE_INVOKE, null, null);
    Fault empty = Fault.status("GET", "/v1/api_keys", 200, "{\"keys\":[]}").times(2);

    world.sandbox.fault(empty);
    assertThat(world.keys().delete(NAME, true)).hasSize(1);
    assertThat(world.ofName(NAME)).isEmpty();
  }

  @Test
  void aKeyThatStaysListedIsSaid() throws Exception {
    ApiKey key = world.keys().mint(NAME, ApiKeyType.WORKSPACE_INVOKE, null, null);
    String listed =
        "{\"keys\":[{\"prefix\":\"%s\",\"type\":\"WORKSPACE_INVOKE\",\"name\":\"%s\"}]}"
            .formatted(key.prefix(), NAME);
    world.sandbox.fault(Fault.status("GET", "/v1/api_keys", 200, listed).times(99));

    assertThatThrownBy(() -> world.keys().delete(NAME, false))
        .isInstanceOf(EphemeralException.class)
        .hasMessage("the server still lists the key " + NAME + " " + key + " that it deleted");
  }

  /** Each way in which a call can fail. */
  private static List<Fault> faults(String method) {
    List<Fault> faults = new ArrayList<>();
    for (Fault.Kind kind :
        List.of(
            Fault.Kind.CUT_BEFORE,
            Fault.Kind.CUT_AFTER,
            Fault.Kind.CUT_HEAD,
            Fault.Kind.CUT_BODY)) {
      faults.add(Fault.of(kind, method, "/v1/"));
    }
    for (int status : new int[] {401, 403, 404, 409, 429, 500}) {
      faults.add(Fault.status(method, "/v1/", status, "{\"message\":\"injected\"}"));
    }
    for (int status : new int[] {200, 403, 404}) {
      faults.add(page(method, status));
    }
    return faults;
  }

  /** What a proxy answers in place of the server. */
  private static Fault page(String method, int status) {
    return Fault.status(method, "/v1/", status, "<h1>injected</h1>")
        .headers(Map.of("Content-Type", "text/html"));
  }

  @Test
  void aPageThatSaysNotFoundIsNoProofThatAKeyIsGone() throws Exception {
    world.keys().mint(NAME, ApiKeyType.WORKSPACE_INVOKE, null, null);
    world.sandbox.fault(page("DELETE", 404).times(9));

    assertThatThrownBy(() -> world.keys().delete(NAME, false))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("with HTTP 404, but that was not Baseten");
    assertThat(world.ofName(NAME)).hasSize(1);
  }

  /** None, and each for one call, for as many as are repeated in silence, and for all. */
  private static List<Optional<Fault>> troubles(String method) {
    List<Optional<Fault>> troubles = new ArrayList<>();
    troubles.add(Optional.empty());
    for (Fault fault : faults(method)) {
      for (int times : new int[] {1, 4, 99}) {
        troubles.add(Optional.of(fault.times(times)));
      }
    }
    return troubles;
  }

  /** What goes wrong with each method. */
  private record Trouble(Optional<Fault> post, Optional<Fault> get, Optional<Fault> delete) {}

  private static List<Trouble> allTroubles() {
    List<Trouble> all = new ArrayList<>();
    for (Optional<Fault> post : troubles("POST")) {
      for (Optional<Fault> get : troubles("GET")) {
        for (Optional<Fault> delete : some("DELETE")) {
          all.add(new Trouble(post, get, delete));
        }
      }
    }
    return all;
  }

  @Test
  void whateverFailsMintSaysTheTruthAndTheNameFindsEveryKey() throws Exception {
    List<Trouble> all = allTroubles();
    // A prime, so that every failure is among them.
    List<Trouble> some = new ArrayList<>();
    for (int i = 0; i < all.size(); i += 13) {
      some.add(all.get(i));
    }
    mintWith(some);
  }

  @Test
  @Tag("long")
  void soItIsWithAllCombinations() throws Exception {
    mintWith(allTroubles());
  }

  private void mintWith(List<Trouble> troubles) throws Exception {
    int minted = 0;
    for (Trouble trouble : troubles) {
      trouble.post().ifPresent(world.sandbox::fault);
      trouble.get().ifPresent(world.sandbox::fault);
      trouble.delete().ifPresent(world.sandbox::fault);
      try {
        ApiKey key = world.keys().mint(NAME, ApiKeyType.WORKSPACE_INVOKE, null, null);
        minted++;
        world.sandbox.clearFaults();
        assertThat(world.ofName(NAME)).as("%s", trouble).hasSize(1);
        assertThat(world.sandbox.accepts(key.reveal())).as("%s", trouble).isTrue();
      } catch (ApiException | TransportException e) {
        world.sandbox.clearFaults();
        assertThat(world.ofName(NAME)).as("%s: %s", trouble, e).isEmpty();
      } catch (EphemeralException e) {
        world.sandbox.clearFaults();
        assertThat(e.getMessage()).as("%s", trouble).contains(NAME.name());
      }

      world.keys().delete(NAME, true);

      assertThat(world.ofName(NAME)).as("%s", trouble).isEmpty();
    }
    assertThat(minted).isBetween(1, troubles.size() - 1);
  }

  private static List<Optional<Fault>> some(String method) {
    return List.of(
        Optional.empty(),
        Optional.of(Fault.of(Fault.Kind.CUT_AFTER, method, "/v1/")),
        Optional.of(Fault.status(method, "/v1/", 403, "{}").times(99)));
  }

  @Test
  void whateverFailsADeletionThatReturnsHasDeleted() throws Exception {
    for (Optional<Fault> get : troubles("GET")) {
      for (Optional<Fault> delete : get.isEmpty() ? troubles("DELETE") : some("DELETE")) {
        world.keys().mint(NAME, ApiKeyType.WORKSPACE_INVOKE, null, null);
        get.ifPresent(world.sandbox::fault);
        delete.ifPresent(world.sandbox::fault);
        String trouble = get + " " + delete;
        boolean returned = true;
        try {
          world.keys().delete(NAME, false);
        } catch (ApiException | TransportException | EphemeralException e) {
          returned = false;
        }
        world.sandbox.clearFaults();
        if (returned) {
          assertThat(world.ofName(NAME)).as(trouble).isEmpty();
        }
        world.keys().delete(NAME, true);
        assertThat(world.ofName(NAME)).as(trouble).isEmpty();
      }
    }
  }
}
