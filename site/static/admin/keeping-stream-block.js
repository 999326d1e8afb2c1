// A stream block whose picker does not offer "unknown": such blocks come from stored data only (reform.pages.unknown).
class KeepingStreamBlockDefinition extends window.wagtailStreamField.blocks.StreamBlockDefinition {
  constructor(name, groups, initialStates, meta) {
    super(name, groups, initialStates, meta);
    this.groupedChildBlockDefs = groups
      .map(([group, definitions]) => [group, definitions.filter((definition) => definition.name !== 'unknown')])
      .filter(([, definitions]) => definitions.length > 0);
  }
}
window.telepath.register('reform.pages.KeepingStreamBlock', KeepingStreamBlockDefinition);
