package io.github.basetenci.keys;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.api.CreateApiKey;
import io.github.basetenci.api.ManagementApi;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.ApiKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks the management API. */
record ManagementKeyManager(ManagementApi api) implements KeyManager {
  @Override
  public List<ApiKeyInfo> list() throws ApiException, TransportException {
    return api.apiKeys();
  }

  @Override
  public ApiKey create(CreateApiKey wanted, @Nullable String teamId)
      throws ApiException, TransportException {
    return api.createApiKey(wanted, teamId);
  }

  @Override
  public void revoke(String prefix) throws ApiException, TransportException {
    api.revokeApiKey(prefix);
  }
}
