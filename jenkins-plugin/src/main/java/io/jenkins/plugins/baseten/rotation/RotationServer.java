package io.jenkins.plugins.baseten.rotation;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.api.CreateApiKey;
import io.github.basetenci.api.InvalidRemoteUrlException;
import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.api.Team;
import io.github.basetenci.api.UserInfo;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.rotation.KeyServer;
import io.jenkins.plugins.baseten.config.BasetenClients;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import io.jenkins.plugins.baseten.config.TrustedUrl;
import io.jenkins.plugins.baseten.config.UntrustedUrlException;
import io.jenkins.plugins.baseten.credentials.KeyId;
import java.net.URI;
import java.util.List;
import java.util.function.Consumer;

/** The management API for rotations. Requests go through the proxy of the controller. */
final class RotationServer {
    private RotationServer() {}

    /**
     * The address that a rotation was begun with. It is checked again, because the trusted URLs may have
     * changed since then.
     */
    @NonNull
    static RemoteUrl url(@NonNull String text, @NonNull KeyId id) throws RefusedException {
        try {
            return BasetenConfiguration.get().parse(text, Messages.the_url_of(id));
        } catch (InvalidRemoteUrlException e) {
            throw new RefusedException(e.getMessage());
        }
    }

    /**
     * Opens the server of an address.
     *
     * @param minting the credential whose key sends the requests
     * @param notes is called with a sentence if that key has more rights than it needs
     * @throws RefusedException if the controller does not connect to that address
     */
    @NonNull
    static KeyServer at(@NonNull RemoteUrl url, @NonNull String minting, @NonNull Consumer<String> notes)
            throws RefusedException {
        TrustedUrl trusted = trusted(url);
        return new Watched(KeyServer.at(url.managementUrl(), key -> BasetenClients.open(trusted, key)), minting, notes);
    }

    /**
     * The address of a credential, if it is trusted. Any user who may store a credential may have written the
     * address.
     */
    @NonNull
    static TrustedUrl trusted(@NonNull RemoteUrl url) throws RefusedException {
        try {
            return TrustedUrl.of(url);
        } catch (UntrustedUrlException e) {
            throw new RefusedException(e.getMessage());
        }
    }

    /** The remark about the rights of a minting key, or the empty string. */
    @NonNull
    static String remark(@NonNull List<ApiKeyInfo> keys, @NonNull String prefix, @NonNull String minting) {
        boolean managesAll = ApiKeyInfo.find(keys, prefix)
                .filter(key -> key.type().equals(ApiKeyType.WORKSPACE_MANAGE_ALL))
                .isPresent();
        return managesAll ? Messages.minting_manages_all(minting) : "";
    }

    private record Watched(KeyServer server, String minting, Consumer<String> notes) implements KeyServer {
        @Override
        public URI address() {
            return server.address();
        }

        @Override
        public UserInfo me(ApiKey as) throws ApiException, TransportException {
            return server.me(as);
        }

        @Override
        public List<Team> teams(ApiKey as) throws ApiException, TransportException {
            return server.teams(as);
        }

        @Override
        public List<ApiKeyInfo> keys(ApiKey as) throws ApiException, TransportException {
            List<ApiKeyInfo> keys = server.keys(as);
            String remark = remark(keys, as.prefix(), minting);
            if (!remark.isEmpty()) {
                notes.accept(remark);
            }
            return keys;
        }

        @Override
        public boolean forbidsNewKeys(ApiKey as, ApiKeyType type) {
            return server.forbidsNewKeys(as, type);
        }

        @Override
        public ApiKey create(ApiKey as, CreateApiKey wanted, @CheckForNull String teamId)
                throws ApiException, TransportException {
            return server.create(as, wanted, teamId);
        }

        @Override
        public void delete(ApiKey as, String prefix) throws ApiException, TransportException {
            server.delete(as, prefix);
        }
    }
}
