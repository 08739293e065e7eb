package io.github.basetenci.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.key.ApiKey;
import io.github.basetenci.testing.FuzzTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Any file is refused in a sentence, or can be changed without changing how the rest reads. */
class TrussRcFuzzTest extends FuzzTest {
  private static final Path FILE = Path.of("trussrc");
  private static final String URL = "https://app.baseten.co";
  private static final String NEW = "a new remote";
  private static final Set<String> LOGIN =
      Set.of("remote_provider", "remote_url", "auth_type", "api_key");

  @Override
  protected void tryOn(byte[] input) throws Exception {
    TrussRc read;
    try {
      read = TrussRc.parse(FILE, input);
    } catch (StoreException e) {
      assertThat(e).hasMessageStartingWith("trussrc").hasMessageContaining(";");
      return;
    }
    assertThat(read.toBytes()).isEqualTo(input);
    read.apiKeys();
    List<String> remotes = new ArrayList<>(read.remotes());
    if (!remotes.contains(NEW)) {
      remotes.add(NEW);
    }
    for (String remote : remotes) {
      change(read, remote);
    }
  }

  private static void change(TrussRc before, String remote) throws Exception {
    try {
      before.remote(remote);
      before.oauth(remote);
    } catch (StoreException e) {
      assertThat(e).hasMessageStartingWith("trussrc");
    }
    try {
      ApiKey key = ApiKey.of("fakekey1.50%(key)s%%");
      TrussRc after = before.withLogin(remote, URL, key, null);
      TrussRemote login = after.remote(remote).orElseThrow();
      assertThat(login.apiKey()).isEqualTo(key.reveal());
      assertThat(login.remoteUrl()).isEqualTo(URL);
      assertThat(login.oauth()).isFalse();
      keepsTheRest(before, after, remote);
      assertThat(after.withLogin(remote, URL, key, null).toBytes()).isEqualTo(after.toBytes());
      if (before.remotes().contains(remote)) {
        assertThat(after.remotes()).isEqualTo(before.remotes());
      } else {
        assertThat(after.without(remote).toBytes()).isEqualTo(before.toBytes());
      }
    } catch (StoreException e) {
      assertThat(e).hasMessageStartingWith("trussrc").hasMessageContaining(";");
    }
    try {
      TrussRc without = before.without(remote);
      assertThat(without.remotes()).doesNotContain(remote);
      keepsTheRest(before, without, remote);
    } catch (StoreException e) {
      assertThat(e).hasMessageContaining("edit the file by hand");
    }
  }

  /** Read again from its bytes: all but the options of this login are as before. */
  private static void keepsTheRest(TrussRc before, TrussRc after, String changed) throws Exception {
    IniDocument old = IniDocument.parse(before.toBytes());
    IniDocument now = IniDocument.parse(after.toBytes());
    Set<String> names = new HashSet<>(old.sections());
    names.addAll(now.sections());
    names.add(IniReader.DEFAULT);
    names.remove(changed);
    for (String name : names) {
      assertThat(now.raw(name)).isEqualTo(old.raw(name));
    }
    if (now.has(changed)) {
      assertThat(foreign(now.raw(changed))).isEqualTo(foreign(old.raw(changed)));
    }
  }

  private static Map<String, String> foreign(Map<String, String> options) {
    options.keySet().removeAll(LOGIN);
    options.keySet().removeAll(TrussRc.OAUTH_SECRETS);
    return options;
  }
}
