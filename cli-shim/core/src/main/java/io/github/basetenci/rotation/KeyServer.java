package io.github.basetenci.rotation;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.api.CreateApiKey;
import io.github.basetenci.api.ManagementApi;
import io.github.basetenci.api.Team;
import io.github.basetenci.api.UserInfo;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.keys.KeyManager;
import java.net.URI;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a rotation asks of the management API; {@code as} is the key that asks. */
public interface KeyServer {
  /** The management API at an address. */
  static KeyServer at(URI address, Function<ApiKey, ManagementApi> clients) {
    return new ManagementKeyServer(address, clients);
  }

  URI address();

  UserInfo me(ApiKey as) throws ApiException, TransportException;

  List<Team> teams(ApiKey as) throws ApiException, TransportException;

  List<ApiKeyInfo> keys(ApiKey as) throws ApiException, TransportException;

  ApiKey create(ApiKey as, CreateApiKey wanted, @Nullable String teamId)
      throws ApiException, TransportException;

  /** Revokes a key. It is no error if there is no such key any more. */
  void delete(ApiKey as, String prefix) throws ApiException, TransportException;

  /** Lists, creates and revokes keys, always with the rights of the same key. */
  default KeyManager managedBy(ApiKey key) {
    return new ServedKeys(this, key);
  }
}
