package io.github.basetenci.managed;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.api.CreateApiKey;
import io.github.basetenci.api.KeyList;
import io.github.basetenci.api.Team;
import io.github.basetenci.api.UserInfo;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.Confidential;
import io.github.basetenci.rotation.KeyServer;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Passes requests on, and notes lists, and if the minting key has more rights than it needs. */
record WatchedServer(
    KeyServer server,
    Workspace workspace,
    EngineWords words,
    WorkspaceLists lists,
    Consumer<String> notes)
    implements KeyServer {
  /** The remark about the rights of a minting key, or the empty string. */
  static String remark(List<ApiKeyInfo> keys, String prefix, String minting, EngineWords words) {
    return ApiKeyInfo.find(keys, prefix)
        .filter(key -> key.type().equals(ApiKeyType.WORKSPACE_MANAGE_ALL))
        .map(key -> words.mintingManagesAll(minting))
        .orElse("");
  }

  @Override
  public URI address() {
    return server.address();
  }

  @Override
  public UserInfo me(Confidential as) throws ApiException, TransportException {
    return server.me(as);
  }

  @Override
  public List<Team> teams(Confidential as) throws ApiException, TransportException {
    return server.teams(as);
  }

  @Override
  public List<ApiKeyInfo> keys(Confidential as) throws ApiException, TransportException {
    return keyList(as).keys();
  }

  @Override
  public KeyList keyList(Confidential as) throws ApiException, TransportException {
    KeyList list = lists.fresh(workspace, as.prefix(), () -> server.keyList(as));
    remarked(as, list.keys());
    return list;
  }

  @Override
  public List<ApiKeyInfo> recentKeys(Confidential as) throws ApiException, TransportException {
    Optional<List<ApiKeyInfo>> recent = lists.recent(workspace);
    return recent.isPresent() ? remarked(as, recent.get()) : keys(as);
  }

  private List<ApiKeyInfo> remarked(Confidential as, List<ApiKeyInfo> keys) {
    String remark = remark(keys, as.prefix(), workspace.minting(), words);
    if (!remark.isEmpty()) {
      notes.accept(remark);
    }
    return keys;
  }

  @Override
  public boolean forbidsNewKeys(Confidential as, ApiKeyType type) {
    return server.forbidsNewKeys(as, type);
  }

  @Override
  public ApiKey create(Confidential as, CreateApiKey wanted, @Nullable String teamId)
      throws ApiException, TransportException {
    return server.create(as, wanted, teamId);
  }

  @Override
  public void delete(Confidential as, String prefix) throws ApiException, TransportException {
    server.delete(as, prefix);
  }
}
