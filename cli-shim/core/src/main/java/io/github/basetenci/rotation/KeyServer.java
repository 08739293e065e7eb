package io.github.basetenci.rotation;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.api.CreateApiKey;
import io.github.basetenci.api.ManagementApi;
import io.github.basetenci.api.Team;
import io.github.basetenci.api.UserInfo;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.ApiKey;
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

  /** The address of the management API. */
  URI address();

  /** Whose key it is. */
  UserInfo me(ApiKey as) throws ApiException, TransportException;

  /** The teams that the key sees. */
  List<Team> teams(ApiKey as) throws ApiException, TransportException;

  /** The living keys that the key manages. */
  List<ApiKeyInfo> keys(ApiKey as) throws ApiException, TransportException;

  /** Creates a key, and is never repeated. */
  ApiKey create(ApiKey as, CreateApiKey wanted, @Nullable String teamId)
      throws ApiException, TransportException;

  /** Revokes a key. It is no error if there is no such key any more. */
  void delete(ApiKey as, String prefix) throws ApiException, TransportException;
}
