package io.github.basetenci.auth;

import io.github.basetenci.store.AuthProfile;
import io.github.basetenci.store.StoreException;
import io.github.basetenci.store.TrussRemote;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one login: a remote of the trussrc, a profile of auth.json, or both.
 *
 * <p>A login writes both under one name unless it was told two. So the other half of a named entry
 * is the one of the same name, or else the one with the same key and URL.
 */
record LoginNames(@Nullable String remote, @Nullable String profile) {

  static LoginNames ofProfile(String profile, Stores.Contents stores) throws StoreException {
    Optional<AuthProfile> entry = stores.authJson().profile(profile);
    if (stores.trussrc().remotes().contains(profile)) {
      return new LoginNames(profile, entry.isPresent() ? profile : null);
    }
    String twin = null;
    String key = entry.map(AuthProfile::apiKey).orElse(null);
    if (entry.isPresent() && key != null) {
      List<String> twins = new ArrayList<>();
      for (String name : stores.trussrc().remotes()) {
        TrussRemote remote = stores.trussrc().remote(name).orElseThrow();
        if (key.equals(remote.apiKey()) && entry.get().remoteUrl().equals(remote.remoteUrl())) {
          twins.add(name);
        }
      }
      twin = twins.size() == 1 ? twins.get(0) : null;
    }
    return new LoginNames(twin, entry.isPresent() ? profile : null);
  }

  static LoginNames ofRemote(String remote, Stores.Contents stores) throws StoreException {
    Optional<TrussRemote> entry = stores.trussrc().remote(remote);
    if (stores.authJson().profiles().contains(remote)) {
      return new LoginNames(entry.isPresent() ? remote : null, remote);
    }
    String twin = null;
    String key = entry.map(TrussRemote::apiKey).orElse(null);
    if (entry.isPresent() && key != null) {
      List<String> twins =
          stores.authJson().profiles().stream()
              .map(name -> stores.authJson().profile(name).orElseThrow())
              .filter(profile -> key.equals(profile.apiKey()))
              .filter(profile -> profile.remoteUrl().equals(entry.get().remoteUrl()))
              .map(AuthProfile::name)
              .toList();
      twin = twins.size() == 1 ? twins.get(0) : null;
    }
    return new LoginNames(entry.isPresent() ? remote : null, twin);
  }

  /** Without the half whose store is not wanted. */
  LoginNames in(Set<StoreKind> wanted) {
    return new LoginNames(
        wanted.contains(StoreKind.TRUSS) ? remote : null,
        wanted.contains(StoreKind.BASETEN) ? profile : null);
  }

  boolean isEmpty() {
    return remote == null && profile == null;
  }
}
