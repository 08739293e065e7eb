package io.jenkins.plugins.baseten.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.model.TaskListener;
import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.api.ManagementApi;
import io.github.basetenci.http.TransportException;
import io.jenkins.plugins.baseten.config.BasetenClients;
import io.jenkins.plugins.baseten.config.TrustedUrl;
import io.jenkins.plugins.baseten.config.UntrustedUrlException;
import io.jenkins.plugins.baseten.login.ResolvedLogin;
import java.util.Locale;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What the commands of a block will do with the key, asked before the first of them starts. */
enum Need {
    /** Call models. */
    INVOKE,

    /** Deploy and manage. */
    MANAGE;

    private static final Logger LOGGER = Logger.getLogger(Need.class.getName());
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

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
     * Asks the server whether the key will do. An address that the controller does not connect to is not
     * asked: the log says so, and the first command finds out.
     *
     * @throws AbortException if it will not, or if the server gives no answer
     */
    void check(@NonNull ResolvedLogin login, @NonNull TaskListener log) throws AbortException {
        String id = login.credential().getId();
        ManagementApi api;
        try {
            api = BasetenClients.open(
                    TrustedUrl.of(login.plan().url()), login.plan().key());
        } catch (UntrustedUrlException e) {
            log.getLogger().println(Messages.need_not_checked(word(), id, e.getMessage()));
            return;
        }
        try {
            api.me();
        } catch (ApiException e) {
            if (e.status() == UNAUTHORIZED) {
                throw new AbortException(Messages.need_refused(id, e.getMessage()));
            }
            if (e.status() != FORBIDDEN) {
                throw noAnswer(login, e);
            }
            if (this == MANAGE) {
                throw new AbortException(Messages.need_no_management(id));
            }
            return;
        } catch (TransportException e) {
            throw noAnswer(login, e);
        }
        Optional<ApiKeyType> type = type(api);
        if (type.isPresent() && !suits(type.get())) {
            throw new AbortException(Messages.need_wrong_type(id, type.get().toString(), word()));
        }
    }

    /** One sentence whatever the reason, which is for those who run the controller and not for the job. */
    private AbortException noAnswer(ResolvedLogin login, Exception reason) {
        String id = login.credential().getId();
        LOGGER.log(Level.WARNING, "cannot ask about the key of the credential {0}: {1}", new Object[] {
            id, reason.getMessage()
        });
        return new AbortException(Messages.need_no_answer(login.plan().url().toString(), id, word()));
    }

    private boolean suits(ApiKeyType type) {
        if (type.equals(ApiKeyType.WORKSPACE_MANAGE_API_KEYS) || type.equals(ApiKeyType.WORKSPACE_EXPORT_METRICS)) {
            return false;
        }
        return this == INVOKE || !type.equals(ApiKeyType.WORKSPACE_INVOKE);
    }

    /** Empty where the key is not in the list that it may see. */
    private static Optional<ApiKeyType> type(ManagementApi api) {
        try {
            return api.ownKey().map(ApiKeyInfo::type);
        } catch (ApiException | TransportException e) {
            return Optional.empty();
        }
    }
}
