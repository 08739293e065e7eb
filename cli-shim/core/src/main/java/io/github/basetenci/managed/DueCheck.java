package io.github.basetenci.managed;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.api.KeyList;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.Confidential;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks every key that has a policy, with one request to each workspace. The minting key sends it:
 * nothing here signs in with a key that is watched.
 */
final class DueCheck<K> {
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;

  private final EngineSettings<K> settings;
  private final WorkspaceLists lists;
  private final Instant now;
  private final Map<K, KeyCheckResult> checks = new LinkedHashMap<>();
  private final Map<Workspace, List<ApiKeyInfo>> listed = new LinkedHashMap<>();

  DueCheck(EngineSettings<K> settings, WorkspaceLists lists) {
    this.lists = lists;
    this.settings = settings;
    this.now = settings.clock().instant();
  }

  /** Checks the keys. Returns the result for each key that has a policy. */
  Map<K, KeyCheckResult> run() {
    Map<Workspace, Map<K, ReadyKey>> workspaces = new LinkedHashMap<>();
    ManagedKeys.Finder<K> finder = settings.keys().finder();
    for (K id : settings.keys().withPolicy()) {
      try {
        ReadyKey ready = finder.ready(id);
        workspaces
            .computeIfAbsent(ready.terms().workspace(), key -> new LinkedHashMap<>())
            .put(id, ready);
      } catch (RefusedException e) {
        String problem = String.valueOf(e.getMessage());
        checks.put(id, new KeyCheckResult(now, "", null, problem, true, ""));
      }
    }
    workspaces.forEach(this::check);
    return checks;
  }

  /** All keys that each workspace has listed, including keys without a policy. */
  Map<Workspace, List<ApiKeyInfo>> listed() {
    return listed;
  }

  private void check(Workspace workspace, Map<K, ReadyKey> keys) {
    KeyList list;
    List<ApiKeyInfo> all;
    String note;
    try {
      K first = keys.keySet().iterator().next();
      Confidential minting = settings.workspaces().minting(workspace, first);
      list = settings.workspaces().server(workspace, first).keyList(minting);
      all = list.keys();
      note = WatchedServer.remark(all, minting.prefix(), workspace.minting(), settings.words());
    } catch (RefusedException | ApiException | TransportException e) {
      boolean lasting = e instanceof RefusedException || e instanceof ApiException no && isNo(no);
      keys.forEach((id, key) -> put(id, key, null, String.valueOf(e.getMessage()), lasting, ""));
      return;
    }
    listed.put(workspace, all);
    lists.note(workspace, now, list);
    Map<String, ApiKeyInfo> found = byPrefix(all);
    keys.forEach(
        (id, key) -> {
          ApiKeyInfo upstream = found.get(key.prefix());
          boolean vanished = upstream == null;
          String problem = vanished ? settings.words().vanished(key.prefix()) : "";
          put(id, key, upstream, problem, vanished, note);
        });
  }

  static Map<String, ApiKeyInfo> byPrefix(List<ApiKeyInfo> keys) {
    return keys.stream()
        .collect(Collectors.toMap(ApiKeyInfo::prefix, Function.identity(), (a, b) -> a));
  }

  private static boolean isNo(ApiException answer) {
    return answer.status() == UNAUTHORIZED || answer.status() == FORBIDDEN;
  }

  private void put(
      K id,
      ReadyKey key,
      @Nullable ApiKeyInfo upstream,
      String problem,
      boolean lasting,
      String note) {
    checks.put(id, new KeyCheckResult(now, key.prefix(), upstream, problem, lasting, note));
  }
}
