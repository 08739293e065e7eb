package io.github.basetenci.rotation;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.api.CreateApiKey;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.Confidential;
import io.github.basetenci.keys.KeyManager;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sends all requests to the server of a rotation with one key. */
record ServedKeys(KeyServer server, Confidential as) implements KeyManager {
  @Override
  public List<ApiKeyInfo> list() throws ApiException, TransportException {
    return server.keys(as);
  }

  @Override
  public ApiKey create(CreateApiKey wanted, @Nullable String teamId)
      throws ApiException, TransportException {
    return server.create(as, wanted, teamId);
  }

  @Override
  public void revoke(String prefix) throws ApiException, TransportException {
    server.delete(as, prefix);
  }
}
