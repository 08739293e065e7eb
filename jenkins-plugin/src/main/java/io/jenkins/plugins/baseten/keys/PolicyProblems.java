package io.jenkins.plugins.baseten.keys;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.security.ACL;
import io.jenkins.plugins.baseten.credentials.BasetenApiKeyCredentials;
import io.jenkins.plugins.baseten.credentials.CredentialStores;
import io.jenkins.plugins.baseten.credentials.StoredKey;
import io.jenkins.plugins.baseten.credentials.StoredKeys;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/**
 * The problem with a folder or a credential that a policy names: one sentence, empty if there is no problem. No
 * method of this class checks the permissions of its caller.
 */
public final class PolicyProblems {
    private PolicyProblems() {}

    /** Why a folder cannot be named in a policy. */
    @NonNull
    public static String ofFolder(@NonNull String folder) {
        return CredentialStores.folders().contains(folder) ? "" : Messages.no_store(folder);
    }

    /** Why the key of a credential cannot be rotated. */
    @NonNull
    public static String ofCredential(@NonNull String folder, @NonNull String credentialsId) {
        List<BasetenApiKeyCredentials> named = StoredKeys.in(folder).stream()
                .map(StoredKey::credential)
                .filter(credential -> credential.getId().equals(credentialsId))
                .toList();
        return switch (named.size()) {
            case 0 -> Messages.no_credential(credentialsId, storeOf(folder));
            case 1 -> "";
            default -> Messages.many_credentials(credentialsId, storeOf(folder));
        };
    }

    /** Why a credential cannot create and delete keys. */
    @NonNull
    public static String ofMinting(@NonNull String mintingCredentialsId) {
        List<StringCredentials> named = secretTexts().stream()
                .filter(credential -> credential.getId().equals(mintingCredentialsId))
                .toList();
        if (named.isEmpty()) {
            return Messages.no_minting(mintingCredentialsId);
        }
        return named.stream().allMatch(credential -> credential.getScope() == CredentialsScope.SYSTEM)
                ? ""
                : Messages.minting_for_jobs(mintingCredentialsId);
    }

    /** The secret texts of the controller, of any scope. */
    @NonNull
    public static List<StringCredentials> secretTexts() {
        return CredentialsProvider.lookupCredentialsInItemGroup(StringCredentials.class, Jenkins.get(), ACL.SYSTEM2);
    }

    private static String storeOf(String folder) {
        return folder.isEmpty() ? Messages.of_controller() : Messages.of_folder(folder);
    }
}
