package io.jenkins.plugins.baseten.login;

import com.cloudbees.plugins.credentials.CredentialsParameterValue;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.IdCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.ParametersAction;
import hudson.model.Queue;
import hudson.model.Run;
import hudson.model.queue.Tasks;
import hudson.security.ACL;
import io.github.basetenci.api.RemoteUrl;
import java.util.ArrayList;
import java.util.List;
import org.springframework.security.core.Authentication;

/**
 * Why a build gets no credential. The sentence does not tell whether a credential exists that the build cannot
 * use; otherwise the author of a job could try one id after the other.
 */
final class MissingCredential {
    private final String id;
    private final Run<?, ?> run;

    MissingCredential(@NonNull String id, @NonNull Run<?, ?> run) {
        this.id = id;
        this.run = run;
    }

    /**
     * One sentence for the build's log.
     *
     * @param elsewhere the credential with the id that the build could use for another URL, or null
     * @param remoteUrl the URL that the key was for, or null for Baseten itself
     */
    @NonNull
    String sentence(@CheckForNull IdCredentials elsewhere, @CheckForNull String remoteUrl) {
        if (elsewhere != null) {
            return Messages.credential_of_other_domain(
                    id, remoteUrl == null ? RemoteUrl.DEFAULT.toString() : remoteUrl);
        }
        List<String> reasons = new ArrayList<>();
        String named = parameterName();
        if (named == null) {
            valueOf(reasons);
        } else {
            reasons.add(whyNot(named));
        }
        Authentication runsAs =
                run.getParent() instanceof Queue.Task task ? Tasks.getAuthenticationOf2(task) : ACL.SYSTEM2;
        if (!runsAs.equals(ACL.SYSTEM2) && !run.hasPermission2(runsAs, CredentialsProvider.USE_ITEM)) {
            reasons.add(Messages.runs_as(runsAs.getName()));
        }
        return reasons.isEmpty()
                ? Messages.no_credential(id)
                : Messages.no_credential_because(id, String.join("; ", reasons));
    }

    /** The name in an id of the form {@code ${NAME}}, or null. */
    @CheckForNull
    private String parameterName() {
        return id.startsWith("${") && id.endsWith("}") ? id.substring(2, id.length() - 1) : null;
    }

    private String whyNot(String parameter) {
        for (CredentialsParameterValue given : parameters()) {
            if (given.getName().equals(parameter)) {
                return given.isDefaultValue()
                        ? Messages.default_unusable(parameter, given.getValue())
                        : Messages.choice_unusable(parameter, given.getValue());
            }
        }
        return Messages.no_parameter(parameter);
    }

    /**
     * Adds a reason if the id is the value of a parameter. A credential of the user who started the build is
     * found only by the name of its parameter.
     */
    private void valueOf(List<String> reasons) {
        for (CredentialsParameterValue given : parameters()) {
            if (id.equals(given.getValue()) && !given.isDefaultValue()) {
                reasons.add(Messages.value_of_parameter(given.getName()));
            }
        }
    }

    private List<CredentialsParameterValue> parameters() {
        return run.getActions(ParametersAction.class).stream()
                .flatMap(action -> action.getParameters().stream())
                .filter(CredentialsParameterValue.class::isInstance)
                .map(CredentialsParameterValue.class::cast)
                .toList();
    }
}
