package io.jenkins.plugins.baseten.pages;

import com.cloudbees.plugins.credentials.CredentialsNameProvider;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.security.ACL;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.baseten.config.PolicyChoices;
import io.jenkins.plugins.baseten.credentials.BasetenApiKeyCredentials;
import io.jenkins.plugins.baseten.credentials.CredentialStores;
import io.jenkins.plugins.baseten.credentials.StoredKey;
import io.jenkins.plugins.baseten.credentials.StoredKeys;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/** Fills and checks the form of a policy from the stores. */
@Extension
public final class PolicyFields implements PolicyChoices {
    @NonNull
    @Override
    public ListBoxModel folders() {
        ListBoxModel model = new ListBoxModel();
        for (String place : CredentialStores.folders()) {
            model.add(place.isEmpty() ? Messages.controller() : place, place);
        }
        return model;
    }

    @NonNull
    @Override
    public ListBoxModel credentials(@NonNull String folder) {
        ListBoxModel model = new ListBoxModel();
        model.add(Messages.choose(), "");
        for (StoredKey key : StoredKeys.in(folder)) {
            add(model, key.credential());
        }
        return model;
    }

    @NonNull
    @Override
    public ListBoxModel mintingCredentials() {
        ListBoxModel model = new ListBoxModel();
        model.add(Messages.choose(), "");
        for (StringCredentials credential : secretTexts()) {
            if (credential.getScope() == CredentialsScope.SYSTEM) {
                add(model, credential);
            }
        }
        return model;
    }

    @NonNull
    @Override
    public String problemWithFolder(@NonNull String folder) {
        return CredentialStores.folders().contains(folder) ? "" : Messages.no_store(folder);
    }

    @NonNull
    @Override
    public String problemWithCredential(@NonNull String folder, @NonNull String credentialsId) {
        List<BasetenApiKeyCredentials> named = StoredKeys.in(folder).stream()
                .map(StoredKey::credential)
                .filter(credential -> credential.getId().equals(credentialsId))
                .toList();
        return switch (named.size()) {
            case 0 -> Messages.no_credential(credentialsId, place(folder));
            case 1 -> "";
            default -> Messages.many_credentials(credentialsId, place(folder));
        };
    }

    @NonNull
    @Override
    public String problemWithMinting(@NonNull String mintingCredentialsId) {
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

    private static List<StringCredentials> secretTexts() {
        return CredentialsProvider.lookupCredentialsInItemGroup(StringCredentials.class, Jenkins.get(), ACL.SYSTEM2);
    }

    private static void add(ListBoxModel model, StandardCredentials credential) {
        model.add(CredentialsNameProvider.name(credential), credential.getId());
    }

    private static String place(String folder) {
        return folder.isEmpty() ? Messages.of_controller() : Messages.of_folder(folder);
    }
}
