package io.jenkins.plugins.baseten.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.api.ManagementApi;
import io.github.basetenci.auth.LoginPlan;
import io.github.basetenci.http.TransportException;
import io.jenkins.plugins.baseten.config.BasetenClients;
import java.util.Locale;
import java.util.Optional;

/** What the commands of a block will do with the key, asked before the first of them starts. */
enum Need {
    /** Call models. */
    INVOKE,

    /** Deploy and manage. */
    MANAGE;

    /**
     * The need of a Jenkinsfile's word.
     *
     * @throws AbortException if there is no such need
     */
    @NonNull
    static Need of(@NonNull String word) throws AbortException {
        for (Need need : values()) {
            if (need.word().equals(word)) {
                return need;
            }
        }
        throw new AbortException(Messages.unknown_need(word));
    }

    @NonNull
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Asks the server whether the key will do.
     *
     * @throws AbortException if it will not, or if the server cannot be asked
     */
    void check(@NonNull LoginPlan login, @NonNull String credentialsId) throws AbortException {
        ManagementApi api = BasetenClients.open(login.url(), login.key());
        try {
            api.me();
        } catch (ApiException e) {
            if (e.status() != 403) {
                throw new AbortException(Messages.need_refused(credentialsId, e.getMessage()));
            }
            if (this == MANAGE) {
                throw new AbortException(Messages.need_no_management(credentialsId));
            }
            return;
        } catch (TransportException e) {
            throw new AbortException(Messages.need_refused(credentialsId, e.getMessage()));
        }
        Optional<ApiKeyType> type = type(api, login);
        if (type.isPresent() && !suits(type.get())) {
            throw new AbortException(
                    Messages.need_wrong_type(credentialsId, type.get().toString(), word()));
        }
    }

    private boolean suits(ApiKeyType type) {
        if (type.equals(ApiKeyType.WORKSPACE_MANAGE_API_KEYS) || type.equals(ApiKeyType.WORKSPACE_EXPORT_METRICS)) {
            return false;
        }
        return this == INVOKE || !type.equals(ApiKeyType.WORKSPACE_INVOKE);
    }

    /** Empty where the key is not in the list that it may see. */
    private static Optional<ApiKeyType> type(ManagementApi api, LoginPlan login) {
        try {
            return api.apiKeys().stream()
                    .filter(key -> key.prefix().equals(login.key().prefix()))
                    .map(ApiKeyInfo::type)
                    .findFirst();
        } catch (ApiException | TransportException e) {
            return Optional.empty();
        }
    }
}
