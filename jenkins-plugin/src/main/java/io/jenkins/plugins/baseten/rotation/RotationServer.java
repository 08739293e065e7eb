package io.jenkins.plugins.baseten.rotation;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.github.basetenci.api.InvalidRemoteUrlException;
import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.managed.RefusedException;
import io.github.basetenci.managed.Workspace;
import io.github.basetenci.managed.Workspaces;
import io.github.basetenci.rotation.KeyServer;
import io.jenkins.plugins.baseten.config.BasetenClients;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import io.jenkins.plugins.baseten.config.TrustedUrl;
import io.jenkins.plugins.baseten.config.UntrustedUrlException;
import io.jenkins.plugins.baseten.credentials.KeyId;

/** The management API for rotations. Requests go through the proxy of the controller. */
final class RotationServer implements Workspaces<KeyId> {
    @NonNull
    @Override
    public KeyServer server(@NonNull Workspace workspace, @NonNull KeyId id) throws RefusedException {
        RemoteUrl url = url(workspace.remoteUrl(), id);
        TrustedUrl trusted = trusted(url);
        return KeyServer.at(url.managementUrl(), key -> BasetenClients.open(trusted, key));
    }

    @NonNull
    @Override
    public ApiKey minting(@NonNull Workspace workspace, @NonNull KeyId id) throws RefusedException {
        return MintingKey.find(workspace.minting(), url(workspace.remoteUrl(), id));
    }

    @Override
    public boolean isMinting(@NonNull KeyId id, @NonNull String minting) {
        return id.folder().isEmpty() && id.credentialsId().equals(minting);
    }

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
}
