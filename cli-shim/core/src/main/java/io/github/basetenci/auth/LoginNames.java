package io.github.basetenci.auth;

import io.github.basetenci.key.AccessToken;
import io.github.basetenci.store.AuthProfile;
import io.github.basetenci.store.StoreException;
import io.github.basetenci.store.TrussRemote;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one login: a remote of the trussrc, a profile of auth.json, or both.
 *
 * <p>A login writes both entries under one name unless the user gave two names. So the counterpart
 * of a named entry is the entry of this name in the other store. If there is none, it is an entry
 * with the same key and URL in the other store, if that entry can belong to no other login.
 *
 * @param left entries of the other store with the key and URL of this login, which may belong to
 *     this login or to another one
 */
record LoginNames(@Nullable String remote, @Nullable String profile, List<String> left) {
  LoginNames {
    left = List.copyOf(left);
  }

  LoginNames(@Nullable String remote, @Nullable String profile) {
    this(remote, profile, List.of());
  }

  static LoginNames ofProfile(String profile, Stores.Contents stores) throws StoreException {
    AuthProfile entry = stores.authJson().profile(profile).orElse(null);
    if (entry == null || stores.trussrc().remotes().contains(profile)) {
      return new LoginNames(
          stores.trussrc().remotes().contains(profile) ? profile : null,
          entry == null ? null : profile);
    }
    List<String> remotes = remotesWithoutProfile(secret(entry, stores), entry.remoteUrl(), stores);
    List<String> profiles = profilesWithoutRemote(secret(entry, stores), entry.remoteUrl(), stores);
    return remotes.size() == 1 && profiles.size() == 1
        ? new LoginNames(remotes.get(0), profile)
        : new LoginNames(null, profile, remotes);
  }

  static LoginNames ofRemote(String remote, Stores.Contents stores) throws StoreException {
    TrussRemote entry = stores.trussrc().remote(remote).orElse(null);
    if (entry == null || stores.authJson().profiles().contains(remote)) {
      return new LoginNames(
          entry == null ? null : remote,
          stores.authJson().profiles().contains(remote) ? remote : null);
    }
    String url = String.valueOf(entry.remoteUrl());
    List<String> remotes = remotesWithoutProfile(secret(entry, stores), url, stores);
    List<String> profiles = profilesWithoutRemote(secret(entry, stores), url, stores);
    return remotes.size() == 1 && profiles.size() == 1
        ? new LoginNames(remote, profiles.get(0))
        : new LoginNames(remote, null, profiles);
  }

  /** The key or the access token by which two entries are known to be of one login. */
  private static @Nullable String secret(TrussRemote remote, Stores.Contents stores)
      throws StoreException {
    return stores
        .trussrc()
        .fixedToken(remote.name())
        .map(AccessToken::reveal)
        .orElse(remote.apiKey());
  }

  private static @Nullable String secret(AuthProfile profile, Stores.Contents stores) {
    return stores
        .authJson()
        .fixedToken(profile.name())
        .map(AccessToken::reveal)
        .orElse(profile.apiKey());
  }

  /** The remotes with this key and URL for which no profile has the name of the remote. */
  private static List<String> remotesWithoutProfile(
      @Nullable String key, String url, Stores.Contents stores) throws StoreException {
    List<String> names = new ArrayList<>();
    for (String name : stores.trussrc().remotes()) {
      TrussRemote remote = stores.trussrc().remote(name).orElseThrow();
      if (key != null
          && key.equals(secret(remote, stores))
          && url.equals(remote.remoteUrl())
          && !stores.authJson().profiles().contains(name)) {
        names.add(name);
      }
    }
    return names;
  }

  /** The profiles with this key and URL for which no remote has the name of the profile. */
  private static List<String> profilesWithoutRemote(
      @Nullable String key, String url, Stores.Contents stores) {
    List<String> names = new ArrayList<>();
    for (String name : stores.authJson().profiles()) {
      AuthProfile profile = stores.authJson().profile(name).orElseThrow();
      if (key != null
          && key.equals(secret(profile, stores))
          && url.equals(profile.remoteUrl())
          && !stores.trussrc().remotes().contains(name)) {
        names.add(name);
      }
    }
    return names;
  }

  /** These names without the entry whose store is not wanted. */
  LoginNames in(Set<StoreKind> wanted) {
    return new LoginNames(
        wanted.contains(StoreKind.TRUSS) ? remote : null,
        wanted.contains(StoreKind.BASETEN) ? profile : null,
        left);
  }

  boolean isEmpty() {
    return remote == null && profile == null;
  }
}
