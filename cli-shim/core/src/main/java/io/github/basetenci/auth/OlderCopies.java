package io.github.basetenci.auth;

import io.github.basetenci.store.AuthHost;
import io.github.basetenci.store.AuthJson;
import io.github.basetenci.store.AuthProfile;
import java.util.ArrayList;
import java.util.List;

/**
 * The copies of a profile in the {@code hosts} layout of version 0.1, which a login with a label
 * writes. A copy is the user with the profile's name at the profile's URL, or a user with the
 * profile's key unless this user is the copy of another profile.
 */
final class OlderCopies {
  private OlderCopies() {}

  /**
   * The labels of the copies of a stored profile, in file order. Keys that are in the keyring are
   * compared too, as far as it gives them.
   */
  static List<String> of(String profile, Stores.Contents files, KeyringSecrets keyring) {
    Stores.Contents found = keyring.withCopies(profile, files);
    return of(found.authJson().profile(profile).orElseThrow(), found.authJson());
  }

  /** The labels of the copies at the profile's URL, in file order. */
  static List<String> of(AuthProfile profile, AuthJson authJson) {
    AuthHost host = authJson.hosts().get(profile.remoteUrl());
    List<String> labels = new ArrayList<>();
    for (AuthProfile user : host == null ? List.<AuthProfile>of() : host.users()) {
      boolean same = user.name().equals(profile.name());
      boolean anothers = !same && authJson.profiles().contains(user.name());
      String key = user.apiKey();
      if ((same && user.authType().equals("api_key"))
          || (key != null && key.equals(profile.apiKey()) && !anothers)) {
        labels.add(user.name());
      }
    }
    return labels;
  }
}
