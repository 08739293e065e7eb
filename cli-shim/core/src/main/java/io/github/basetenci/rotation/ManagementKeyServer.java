package io.github.basetenci.rotation;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.api.CreateApiKey;
import io.github.basetenci.api.KeyList;
import io.github.basetenci.api.ManagementApi;
import io.github.basetenci.api.Team;
import io.github.basetenci.api.UserInfo;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.Confidential;
import java.net.URI;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The keys of a workspace of Baseten, reached through the management API. */
record ManagementKeyServer(URI address, Function<Confidential, ManagementApi> clients)
    implements KeyServer {
  @Override
  public UserInfo me(Confidential as) throws ApiException, TransportException {
    return clients.apply(as).me();
  }

  @Override
  public List<Team> teams(Confidential as) throws ApiException, TransportException {
    return clients.apply(as).teams();
  }

  @Override
  public List<ApiKeyInfo> keys(Confidential as) throws ApiException, TransportException {
    return clients.apply(as).apiKeys();
  }

  @Override
  public KeyList keyList(Confidential as) throws ApiException, TransportException {
    return clients.apply(as).keyList();
  }

  @Override
  public boolean forbidsNewKeys(Confidential as, ApiKeyType type) {
    return clients.apply(as).forbidsNewKeys(type);
  }

  @Override
  public ApiKey create(Confidential as, CreateApiKey wanted, @Nullable String teamId)
      throws ApiException, TransportException {
    return clients.apply(as).createApiKey(wanted, teamId);
  }

  @Override
  public void delete(Confidential as, String prefix) throws ApiException, TransportException {
    clients.apply(as).revokeApiKey(prefix);
  }
}
