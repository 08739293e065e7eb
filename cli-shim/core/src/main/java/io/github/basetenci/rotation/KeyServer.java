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

/**
 * The requests of a rotation to the management API. Each request is sent with {@code as}, a key or
 * an access token.
 */
public interface KeyServer {
  /** The management API at an address. */
  static KeyServer at(URI address, Function<Confidential, ManagementApi> clients) {
    return new ManagementKeyServer(address, clients);
  }

  /** The address of the management API. */
  URI address();

  /** The user of the key. */
  UserInfo me(Confidential as) throws ApiException, TransportException;

  /** The teams that the key may see. */
  List<Team> teams(Confidential as) throws ApiException, TransportException;

  /** The unrevoked keys that the key manages. */
  List<ApiKeyInfo> keys(Confidential as) throws ApiException, TransportException;

  /** The same keys, with the time of the server's clock if the server sends one. */
  default KeyList keyList(Confidential as) throws ApiException, TransportException {
    return new KeyList(keys(as), null);
  }

  /**
   * The unrevoked keys by a list that may be a minute old, for what a later list proves again.
   *
   * <p>Servers that keep no list request one.
   */
  default List<ApiKeyInfo> recentKeys(Confidential as) throws ApiException, TransportException {
    return keys(as);
  }

  /**
   * Whether the organization certainly allows no new keys of this type; see {@link
   * ManagementApi#forbidsNewKeys}.
   */
  boolean forbidsNewKeys(Confidential as, ApiKeyType type);

  /** Creates a key. The request is sent once. */
  ApiKey create(Confidential as, CreateApiKey wanted, @Nullable String teamId)
      throws ApiException, TransportException;

  /** Revokes a key. It is no error if there is no such key any more. */
  void delete(Confidential as, String prefix) throws ApiException, TransportException;
}
