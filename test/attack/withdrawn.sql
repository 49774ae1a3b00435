-- Takes away what released.sql made.
\o /dev/null
SELECT veil.drop_policy('attack_study');
DROP SCHEMA attack_raw, attack_analyst, attack_probe CASCADE;
DROP OWNED BY regress_attack_base, regress_attack_owner, regress_attack_analyst;
DROP ROLE regress_attack_base, regress_attack_owner, regress_attack_analyst;
\o
