package io.github.basetenci.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.testing.FuzzTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Any file is refused in a sentence, or can be changed and keeps all that is not changed. */
class AuthJsonFuzzTest extends FuzzTest {
  private static final Path FILE = Path.of("auth.json");
  private static final String URL = "https://app.baseten.co";

  @Override
  protected void tryOn(byte[] input) throws Exception {
    AuthJson read;
    try {
      read = AuthJson.parse(FILE, input);
    } catch (StoreException e) {
      assertThat(e).hasMessageStartingWith("auth.json").hasMessageContaining(";");
      return;
    }
    assertThat(read.toBytes()).isEqualTo(input);
    read.apiKeys();
    read.current();
    read.isEmptyStore();
    List<String> profiles = new ArrayList<>(read.profiles());
    profiles.add("new one");
    for (String profile : profiles) {
      read.oauth(profile);
      changeProfile(read, profile);
    }
    List<String> hosts = new ArrayList<>(read.hosts().keySet());
    hosts.add(URL);
    for (String host : hosts) {
      changeHost(read, host);
    }
  }

  private static void changeProfile(AuthJson before, String profile) throws Exception {
    ApiKey key = ApiKey.of("fakekey1.NotARealSecret");
    AuthJson after = AuthJson.parse(FILE, before.withApiKey(profile, URL, key, true).toBytes());
    AuthProfile login = after.profile(profile).orElseThrow();
    assertThat(login.apiKey()).isEqualTo(key.reveal());
    assertThat(login.remoteUrl()).isEqualTo(URL);
    assertThat(login.oauthInline()).isFalse();
    assertThat(after.current().orElse("")).isEqualTo(profile);
    assertThat(after.hosts()).isEqualTo(before.hosts());
    keepsOthers(before, after, profile);

    AuthJson without = AuthJson.parse(FILE, after.without(profile).toBytes());
    assertThat(without.profiles()).doesNotContain(profile);
    keepsOthers(before, without, profile);
    if (!before.profiles().contains(profile) && !before.current().isPresent()) {
      assertThat(foreign(without)).isEqualTo(foreign(before));
    }
  }

  private static void changeHost(AuthJson before, String host) throws Exception {
    ApiKey key = ApiKey.of("fakekey1.NotARealSecret");
    AuthJson after = AuthJson.parse(FILE, before.withHostUser(host, "label", key).toBytes());
    assertThat(after.hosts().get(host).activeUser()).isEqualTo("label");
    assertThat(after.apiKeys()).contains(key.reveal());
    assertThat(after.profiles()).isEqualTo(before.profiles());
    assertThat(foreign(after)).isEqualTo(foreign(before));

    AuthJson without = AuthJson.parse(FILE, after.withoutHostUser(host, "label").toBytes());
    assertThat(foreign(without)).isEqualTo(foreign(before));
    assertThat(without.profiles()).isEqualTo(before.profiles());
  }

  private static void keepsOthers(AuthJson before, AuthJson after, String changed)
      throws Exception {
    assertThat(foreign(after)).isEqualTo(foreign(before));
    List<String> names = new ArrayList<>(before.profiles());
    names.remove(changed);
    for (String name : names) {
      assertThat(after.profile(name)).isEqualTo(before.profile(name));
      assertThat(after.oauth(name)).isEqualTo(before.oauth(name));
    }
    List<String> kept = new ArrayList<>(after.profiles());
    kept.remove(changed);
    assertThat(kept).isEqualTo(names);
  }

  /** The members of the whole file that no tool of Baseten has. */
  private static JsonObject foreign(AuthJson store) throws Exception {
    JsonObject rest = (JsonObject) parsed(store);
    for (String name : List.copyOf(rest.members().keySet())) {
      if (List.of("version", "current", "hosts", "profiles").contains(folded(name))) {
        rest = rest.without(name);
      }
    }
    return rest;
  }

  private static Object parsed(AuthJson store) throws Exception {
    Object value = Json.parse(new String(store.toBytes(), UTF_8));
    return value instanceof JsonObject ? value : JsonObject.EMPTY;
  }

  private static String folded(String name) {
    return name.replace('\u017f', 's').toLowerCase(Locale.ROOT);
  }
}
