import type { CallLog } from './call-log.ts';
import type { Deliveries } from './deliveries.ts';
import type { Faults } from './faults.ts';
import type { Ledger } from './ledger.ts';
import type { Marketplace } from './marketplace.ts';
import type { Settings, SettingsPatch } from './settings.ts';

/** What a running sandbox consists of. */
export interface SandboxParts {
  marketplace: Marketplace;
  ledger: Ledger;
  faults: Faults;
  calls: CallLog;
  deliveries: Deliveries;
  settings: () => Settings;
  changeSettings: (patch: SettingsPatch) => Settings;
}
